import { InvalidArgumentError, Option } from "commander";
import { wrap } from "../core/text/wrap";
import { columns } from "./ui/columns";

/** Receives the exit code of a finished command. */
export type Finish = (exitCode: number) => void;

/** An option that can be given only once. */
export function singleOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(takeOnce);
}

/** The stack of a command that works with one that exists. */
export function stackOption(): Option {
  return singleOption(
    "--stack <name>",
    "the stack (default: the selected one, or the one with a file)",
  );
}

/** An option that can be repeated; its values are collected in a list. */
export function repeatableOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collectValues);
}

export function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === collectValues;
}

function takeOnce(value: string, previous: string | undefined): string {
  if (previous !== undefined) throw new InvalidArgumentError("The option can be given only once.");
  return requireValue(value);
}

function collectValues(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, requireValue(value)];
}

/** commander accepts whatever comes next as the value, even another option. */
function requireValue(value: string): string {
  if (value === "" || value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
  return value;
}

export interface UsageNotes {
  /** What each exit code means. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Command lines to copy. */
  readonly examples: readonly string[];
}

/** The help text below a command's options. */
export function usageNotes({ exitCodes, examples }: UsageNotes): string {
  return [
    "",
    "Exit codes:",
    ...Object.entries(exitCodes).flatMap(([code, when]) => wrap(when, columns, `  ${code}  `)),
    "",
    "Examples:",
    ...examples.map((example) => `  ${example}`),
  ].join("\n");
}
