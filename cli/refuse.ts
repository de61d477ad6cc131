import { withoutTokens } from "../core/tokens/redact";
import { readArguments } from "./arguments";
import type { Command } from "./commands/command";
import { helpOf } from "./commands/help";
import { fitted } from "./ui/columns";
import { exitCodes } from "./exitCodes";

/** Says why a command could not run, to people or to a program, and gives its exit code. */
export function refuse(
  { name, idle }: Pick<Command, "name" | "idle">,
  problems: readonly string[],
  isJson = false,
): number {
  const shown = problems.flatMap((problem) => withoutTokens(problem).split("\n"));
  if (isJson) {
    const outcome = "could not run";
    console.log(JSON.stringify({ version: 1, outcome, problems: shown }, null, 2));
  } else {
    const lines = [...shown, `${idle}; --help tells how it is called`];
    for (const line of lines) console.error(fitted(`${name}: ${line}`, process.stderr));
  }
  return exitCodes.couldNotRun;
}

/** How a command that takes flags alone ends before it begins: asked for help, or ill called. */
export function endBefore(command: Command, args: readonly string[]): number | undefined {
  const { flags, problems } = readArguments(args, command.flags, 0);
  if (flags.has("help")) {
    console.log(helpOf(command));
    return exitCodes.well;
  }
  return problems.length === 0 ? undefined : refuse(command, problems);
}
