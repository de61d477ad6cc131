import { Command, Option } from "commander";
import { repeatableOption, singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { InitFlags } from "./options";

const visibilities: readonly NonNullable<InitFlags["visibility"]>[] = ["private", "public"];
const builders: readonly NonNullable<InitFlags["build"]>[] = ["pulumi", "actions"];

export function initCommand(finish: Finish): Command {
  return new Command("init")
    .summary("Set up a stack and publish its first images")
    .description(
      `Set up a stack and publish its first images: find the Dockerfiles below each folder, check the token, write the stack's settings, store the token encrypted, show the preview, and publish when you agree. Run the command again to change individual answers.

The token is read from GHCR_TOKEN, or you are asked for it and it is not shown. If GITHUB_TOKEN is set beside GHCR_TOKEN, it administers the repositories. Without a terminal nothing is asked, and without --yes nothing is published.`,
    )
    .argument("[folder...]", "where the Dockerfiles are (default: this folder)")
    .addOption(
      singleOption("--stack <name>", "the stack (default: the one that has a file, or prod)"),
    )
    .addOption(
      singleOption(
        "--backend <url>",
        "where Pulumi keeps the stack (default: as logged in, or file://~)",
      ),
    )
    .addOption(
      singleOption("--owner <name>", "the packages' owner (default: the repository's owner)"),
    )
    .addOption(
      singleOption("--repository <name>", "the name of a single repository (default: as in git)"),
    )
    .addOption(
      new Option(
        "--visibility <kind>",
        "the visibility of a repository that is created (default: private)",
      ).choices(visibilities),
    )
    .addOption(repeatableOption("--image <name>", "an image to publish; repeatable (default: all)"))
    .addOption(repeatableOption("--tag <rule>", "a tag; repeatable (default: latest)"))
    .addOption(
      new Option(
        "--build <where>",
        "where images are built (default: pulumi if this machine has a builder)",
      ).choices(builders),
    )
    .option("--token-stdin", "read the token from the standard input")
    .option("--yes", "publish without asking")
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "success",
          1: "something was denied or failed",
          2: "the command could not run",
        },
        examples: [
          "npx pulumi-ghcr init ../my-app",
          'npx pulumi-ghcr init ../my-app --tag "{{version}}" --tag latest --yes',
        ],
      }),
    )
    .action(async (folders: readonly string[], flags: InitFlags) => {
      const { main } = await load("init");
      finish(await main(folders, flags));
    });
}
