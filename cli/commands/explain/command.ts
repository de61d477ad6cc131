import { Command } from "commander";
import { single, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { ExplainFlags } from "./main";

export function explainCommand(finish: Finish): Command {
  return new Command("explain")
    .summary("Explain the denials in a log: what caused them and how to fix them")
    .description(
      "Explain the denials in a log (of a push, a pull, pulumi up or a CI job): what caused each and how to fix it. A line with the words of a denial (denied, unauthorized, 403 and the like) that is not recognized is shown as unknown; any other error is left out.",
    )
    .argument("[file]", "the log (default: the standard input)")
    .option("--check", "end with 1 where a denial is found")
    .option("--json", "print what was found as JSON, as docs/doctor.md describes")
    .addOption(single("--registry <host>", "the registry of lines that name none, such as ghcr.io"))
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "every denial was explained, or there was none; with --check: there is none",
          1: "with --check: a recognized denial was found",
          2: "a denial is unknown, or the log could not be read",
        },
        examples: [
          "docker push ghcr.io/octo/app 2>&1 | npx pulumi-ghcr explain",
          "gh run view --log-failed | npx pulumi-ghcr explain --json",
        ],
      }),
    )
    .action(async (file: string | undefined, flags: ExplainFlags) => {
      const { main } = await load("explain");
      finish(await main(file, flags));
    });
}
