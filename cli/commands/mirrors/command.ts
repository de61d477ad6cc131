import { Command } from "commander";
import { stackOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { MirrorsFlags } from "./main";

export function mirrorsCommand(finish: Finish): Command {
  return new Command("mirrors")
    .summary("Show which mirrors are behind their sources")
    .description(
      "Compare each mirror of a stack with its source, and with the image that its tag points to now. The command changes nothing; 'pulumi up' updates the mirrors. An image that was pushed from the Docker daemon has no source to compare with.",
    )
    .option("--check", "exit with 1 if a mirror is behind its source")
    .option("--json", "print the tags as JSON")
    .addOption(stackOption())
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "the mirrors were compared; with --check: all are current",
          1: "with --check: a tag is behind, not copied yet, or overwritten by another push",
          2: "the mirrors could not be compared; with --check: a tag's state is unknown",
        },
        examples: ["npx pulumi-ghcr mirrors --check --stack prod"],
      }),
    )
    .action(async (flags: MirrorsFlags) => {
      const { main } = await load("mirrors");
      finish(await main(flags));
    });
}
