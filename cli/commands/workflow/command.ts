import { Command } from "commander";
import { singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { WorkflowFlags } from "./main";

export function workflowCommand(finish: Finish): Command {
  return new Command("workflow")
    .summary("Print the workflow that publishes from GitHub Actions")
    .description(
      "Print the workflow that publishes a repository's images, as the stack's file describes them: the one that an update commits if the repository's setting `workflow` is on. Or print the workflow that runs the stack itself, which `ghcr:stackWorkflow` sets. The command reads Pulumi.NAME.yaml in this folder and needs neither Pulumi nor a token.",
    )
    .argument("[owner/name]", "the repository, or its address on GitHub")
    .option("--stack-itself", "print the workflow that runs the stack instead")
    .addOption(singleOption("--stack <name>", "the stack (default: the one that has a file here)"))
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
