import type { Flag } from "../../../arguments";
import type { Command } from "../..";

export interface NamedFlag extends Flag {
  readonly name: string;
}

export function flagsOf({ flags }: Command): readonly NamedFlag[] {
  return Object.entries(flags).map(([name, flag]) => ({ name, ...flag }));
}

/** What can stand first, and what it does. */
export function firstOf(commands: readonly Command[]): readonly (readonly [string, string])[] {
  return [
    ...commands.map(({ name, says }) => [name, says] as const),
    ["help", "tells how a command is called"],
    ["--help", "lists the commands"],
    ["--version", "says which version this is"],
  ];
}
