import { Argument, Command } from "commander";
// Not through core/deploy, which loads the parsers of all files.
import { deploymentFileNames, type DeploymentFileName } from "../../../core/deploy/names";
import { stackOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { OutputsFlags } from "./main";

export function outputsCommand(finish: Finish): Command {
  return new Command("outputs")
    .summary("Write the files for deployments into a folder")
    .description(
      "Write the files for deployments, in which the last update pinned the stack's images by digest: an override file for Docker Compose (compose.lock.yaml), variables (images.env), a component for Kustomize (images/kustomization.yaml), a file for Docker Bake (docker-bake.json) and JSON for other programs (images.lock.json). A file that somebody else wrote is not replaced.",
    )
    .argument("<folder>", "the folder to write to")
    .addArgument(
      new Argument("[file...]", "which files to write (default: all)").choices(deploymentFileNames),
    )
    .option("--force", "replace files that this command did not write")
    .addOption(stackOption())
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: { 0: "the files are up to date", 2: "nothing was written" },
        examples: [
          "npx pulumi-ghcr outputs ../deployment compose",
          "npx pulumi-ghcr outputs deploy --stack prod",
        ],
      }),
    )
    .action(async (folder: string, files: readonly DeploymentFileName[], flags: OutputsFlags) => {
      const { main } = await load("outputs");
      finish(await main(folder, files, flags));
    });
}
