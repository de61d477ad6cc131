import { Command, Option } from "commander";
import { singleOption, stackOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { PushFlags } from "./options";

const versionParts: readonly NonNullable<PushFlags["bump"]>[] = ["patch", "minor", "major"];

/** Only scripts/push-to-ghcr.* pass it, so CONTRIBUTING.md lists it instead of the help. */
const tagOption = singleOption("--tag <version>", "the same as the argument").hideHelp();

export function pushCommand(finish: Finish): Command {
  return new Command("push")
    .summary("Publish a version: run pulumi up with it and read back each image")
    .description(
      "Publish a version: write it into the stack's settings as ghcr:version, run pulumi up, and read back each image that was pushed. The next plain pulumi up keeps the version. The `tags` in the settings decide which tags an image gets.",
    )
    .argument("[version]", "the version to publish, which becomes ghcr:version")
    .addOption(
      new Option(
        "--bump <part>",
        "publish the version after the one in the settings, for example 1.0.1 after 1.0.0",
      ).choices(versionParts),
    )
    .addOption(tagOption)
    .addOption(stackOption())
    .option("--dry-run", "show what would be published, with pulumi preview, and change nothing")
    .option("--force", "publish the version even if it moves the tags of a published one")
    .option(
      "--allow-dirty",
      "publish images that are not built from a pushed commit, without asking",
    )
    .option("--json", "print the result as JSON; other output goes to the standard error")
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "everything was pushed and read back, or the preview succeeded",
          1: "something was not pushed, the version is already published, or the token was denied",
          2: "the command could not run, and nothing was changed",
        },
        examples: [
          "npx pulumi-ghcr push v1.0.0",
          "npx pulumi-ghcr push --bump patch --dry-run",
          "npx pulumi-ghcr push --bump patch --stack production",
        ],
      }),
    )
    .action(async (version: string | undefined, flags: PushFlags) => {
      const { main } = await load("push");
      finish(await main(version, flags));
    });
}
