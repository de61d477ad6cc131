import { Command } from "commander";
import { singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { ExplainFlags } from "./main";

export function explainCommand(finish: Finish): Command {
  return new Command("explain")
    .summary("Explain the denials in a log, with causes and fixes")
    .description(
      "Explain the denials in a log (of a push, a pull, pulumi up or a CI job): what caused each and how to fix it. A line that looks like a denial (denied, unauthorized, 403 and the like) but is not recognized is shown as unknown; other errors are ignored.",
    )
    .argument("[file]", "the log (default: the standard input)")
    .option("--check", "exit with 1 if a recognized denial is found")
    .option("--json", "print the denials as JSON, as docs/doctor.md describes")
    .addOption(
      singleOption(
        "--registry <host>",
        "the registry of lines that name none, for example ghcr.io",
      ),
    )
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "all denials were explained, or there was none; with --check: there was none",
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
