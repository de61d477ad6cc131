import { Command } from "commander";
import { singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { WorkflowFlags } from "./main";

export function workflowCommand(finish: Finish): Command {
  return new Command("workflow")
    .summary("Print the workflow that publishes from GitHub Actions")
    .description(
      "Print the workflow that publishes a repository's images, with the settings in the stack's file. If the repository's setting `workflow` is on, pulumi up commits this file. With --stack-itself, print the workflow that runs the stack, which `ghcr:stackWorkflow` configures. The command reads Pulumi.NAME.yaml in this folder, and needs neither Pulumi nor a token.",
    )
    .argument("[owner/name]", "the repository, or its address on GitHub")
    .option("--stack-itself", "print the workflow that runs the stack instead")
    .addOption(singleOption("--stack <name>", "the stack (default: the one with a file here)"))
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: { 0: "the workflow was printed", 2: "the command could not run" },
        examples: [
          "npx pulumi-ghcr workflow octo/app > .github/workflows/publish.yml",
          "npx pulumi-ghcr workflow --stack-itself --stack prod",
        ],
      }),
    )
    .action(async (repository: string | undefined, flags: WorkflowFlags) => {
      const { main } = await load("workflow");
      finish(main(repository, flags));
    });
}
