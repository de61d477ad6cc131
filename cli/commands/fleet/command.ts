import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { repeatableOption, usageNotes, type Finish } from "../../command";
import { load } from "../../load";
import type { FleetFlags } from "./main";

/** Eight stacks with eight resources at a time are as many as one stack may update. */
const most = 8;

export function fleetCommand(finish: Finish): Command {
  return new Command("fleet")
    .summary("Update many stacks, within GitHub's limits")
    .description(
      "Run pulumi up for each stack of this program whose name matches, some at the same time. Stacks that create repositories begin when GitHub's limit on writes allows it. A stack that fails does not stop the others. If you run the command again, it continues: an up-to-date stack stays as it is.",
    )
    .addArgument(new Argument("<action>", "what to do with the stacks").choices(["up"]))
    .addOption(
      repeatableOption(
        "--stacks <pattern>",
        "the stacks by name, with * for any characters; can be repeated",
      ),
    )
    .addOption(
      new Option("--parallel <number>", "how many stacks to update at the same time")
        .argParser(parseParallel)
        .default(4),
    )
    .option("--yes", "update the stacks without asking")
    .option("--json", "print the result as JSON; other output goes to the standard error")
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: {
          0: "all stacks are up to date",
          1: "a stack could not be updated",
          2: "the command could not run, and nothing was changed",
        },
        examples: [
          "npx pulumi-ghcr fleet up --stacks 'team-*'",
          "npx pulumi-ghcr fleet up --stacks 'team-*' --stacks shared --yes",
        ],
      }),
    )
    .action(async (_action: string, flags: FleetFlags) => {
      const { main } = await load("fleet");
      finish(await main(flags));
    });
}

function parseParallel(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InvalidArgumentError(`It must be a number from 1 to ${most}.`);
}
