import { Command, Option } from "commander";
import { repeatableOption, singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { InitFlags } from "./options";

const visibilities: readonly NonNullable<InitFlags["visibility"]>[] = ["private", "public"];
const builders: readonly NonNullable<InitFlags["build"]>[] = ["pulumi", "actions"];
const starters: readonly NonNullable<InitFlags["starter"]>[] = ["node", "python", "go", "static"];

export function initCommand(finish: Finish): Command {
  return new Command("init")
    .summary("Set up a stack and publish its first images")
    .description(
      `Set up a stack and publish its first images: find the Dockerfiles below each folder, check the token, write the stack's settings, store the token encrypted, show a preview, and publish after you confirm. Run the command again to change individual answers.

The command reads the token from GHCR_TOKEN, or asks for it without showing it. If GITHUB_TOKEN is set, too, that token administers the repositories. Without a terminal the command asks no questions, and publishes only with --yes.`,
    )
    .argument("[folder...]", "the folders to search for Dockerfiles (default: this folder)")
    .addOption(singleOption("--stack <name>", "the stack (default: the one with a file, or prod)"))
    .addOption(
      singleOption(
        "--backend <url>",
        "where Pulumi stores the stack (default: where it is logged in, or file://~)",
      ),
    )
    .addOption(
      singleOption("--owner <name>", "the packages' owner (default: the repository's owner)"),
    )
    .addOption(
      singleOption(
        "--repository <name>",
        "the repository's name, if there is only one (default: its name in git)",
      ),
    )
    .addOption(
      new Option(
        "--visibility <kind>",
        "the visibility of a new repository (default: private)",
      ).choices(visibilities),
    )
    .addOption(repeatableOption("--image <name>", "an image to publish; repeatable (default: all)"))
    .addOption(repeatableOption("--tag <rule>", "a tag; repeatable (default: latest)"))
    .addOption(
      new Option(
        "--build <where>",
        "where to build the images (default: pulumi if this machine has a builder)",
      ).choices(builders),
    )
    .addOption(
      repeatableOption(
        "--mirror <reference>",
        "an image to copy from another registry; repeatable; without a folder, only mirrors",
      ),
    )
    .addOption(
      new Option(
        "--starter <kind>",
        "write a Dockerfile to start from, if the folder has none",
      ).choices(starters),
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
          "npx pulumi-ghcr init --mirror docker.io/library/postgres:alpine",
        ],
      }),
    )
    .action(async (folders: readonly string[], flags: InitFlags) => {
      const { main } = await load("init");
      finish(await main(folders, flags));
    });
}
