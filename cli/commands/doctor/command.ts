import { Command, Option } from "commander";
import { purposes } from "../../../core/checks/purpose";
import { repeatableOption, singleOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { DoctorFlags } from "./options";

export function doctorCommand(finish: Finish): Command {
  return new Command("doctor")
    .summary("Check whether a token can publish to ghcr.io")
    .description(
      "Check whether a token can publish a repository's images to ghcr.io, or do what --for names. If it cannot, show the cause and the fix. With --stack, check each token of a stack for what the stack uses it for. The command changes nothing on GitHub or in the registry, and shows no token.",
    )
    .addOption(
      singleOption("--repository <owner/name>", "the repository, or its address on GitHub"),
    )
    .addOption(
      repeatableOption(
        "--image <name>",
        "a package of the owner; repeatable (default: the repository's name)",
      ),
    )
    .addOption(
      new Option(
        "--for <purpose>",
        "what the token is for: to push images, to administer the repository, or to pull images (default: publish)",
      ).choices(purposes),
    )
    .addOption(
      singleOption("--stack <name>", "check the tokens of this stack, in place of one token"),
    )
    .option("--light", "check only GitHub's API, the scopes and the registry's login")
    .option("--json", "print the findings as JSON, as docs/doctor.md describes")
    .option(
      "--token-stdin",
      "read the token from the standard input (default: GHCR_TOKEN, or a hidden prompt)",
    )
    .addOption(
      // Only contributors type it, for the sandbox: CONTRIBUTING.md lists it.
      singleOption(
        "--registry <host>",
        "another registry (default: GHCR_REGISTRY or ghcr.io)",
      ).hideHelp(),
    )
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "the token can do what it is for; with --stack: each token can",
          1: "a check failed",
          2: "the result is unknown, or the command could not run",
        },
        examples: [
          "npx pulumi-ghcr doctor --repository F1bonacci66/civilx-universe",
          "npx pulumi-ghcr doctor --repository octo/app --for pull",
          "npx pulumi-ghcr doctor --stack prod",
          "gh auth token | npx pulumi-ghcr doctor --repository octo/app --token-stdin",
        ],
      }),
    )
    .action(async (flags: DoctorFlags) => {
      const { main } = await load("doctor");
      finish(await main(flags));
    });
}
