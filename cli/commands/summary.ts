import type { Command } from "./command";
import { helpOf, overview } from "./help";

/** What the command line knows of the commands without loading them: `help.json`. */
export interface Summary {
  readonly help: readonly string[];
  readonly commands: Readonly<Record<string, CommandSummary>>;
}

export type CommandSummary = Pick<Command, "isInstalled" | "steps" | "needsEngine" | "file"> & {
  readonly help: readonly string[];
};

export function summaryOf(commands: readonly Command[]): Summary {
  const each = commands.map((command) => {
    const { name, isInstalled, steps, needsEngine, file } = command;
    const help = helpOf(command).split("\n");
    const own = file === undefined ? {} : { file };
    return [name, { isInstalled, steps, needsEngine, ...own, help }] as const;
  });
  return { help: overview(commands).split("\n"), commands: Object.fromEntries(each) };
}
