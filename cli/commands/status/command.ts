import { Command } from "commander";
import { stackOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { StatusFlags } from "./main";

export function statusCommand(finish: Finish): Command {
  return new Command("status")
    .summary("Show a stack's images, mirrors and tokens at a glance")
    .description(
      "Show each image of a stack with its tag, digest, age and visibility, whether the mirrors are current, and how long the tokens are valid. Tags, digests and ages are those of the last update, from the stack's state; the rest is asked of GitHub and the registries. What cannot be read is unknown. The command changes nothing.",
    )
    .option(
      "--drift",
      "also read where each image's tags point now, with one request for each tag; 'npx pulumi preview --refresh' compares everything else",
    )
    .option("--check", "exit with 1 if a mirror is not current, a tag moved, or a token is refused")
    .option("--json", "print the status as JSON, as docs/commands.md describes")
    .addOption(stackOption())
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "the status was shown; with --check: nothing needs attention",
          1: "with --check: a mirror is not current, a token is refused, or (with --drift) a tag moved or is missing",
          2: "the status could not be shown; with --check: a mirror or (with --drift) a tag is unknown",
        },
        examples: ["npx pulumi-ghcr status", "npx pulumi-ghcr status --drift --check --stack prod"],
      }),
    )
    .action(async (flags: StatusFlags) => {
      const { main } = await load("status");
      finish(await main(flags));
    });
}
