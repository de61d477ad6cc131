import { Command } from "commander";
import { describeProblem } from "../cli/describeProblem";
import { exitCodes } from "../cli/exitCodes";

/** Creates a script's command line. `--help`, or a usage error, ends the process. */
export function scriptCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .configureOutput({
      outputError: (message, write) => {
        write(describeProblem(message));
      },
    })
    .exitOverride(({ exitCode }) => {
      process.exit(exitCode === 0 ? exitCodes.success : exitCodes.couldNotRun);
    });
}
