import { InvalidArgumentError, Option } from "commander";
import { wrap } from "../core/text/wrap";
import { columns } from "./ui/columns";

/** Takes the exit code of a command that has run. */
export type Finish = (exitCode: number) => void;

/** An option whose value may be given once. */
export function single(flags: string, description: string): Option {
  return new Option(flags, description).argParser(takeOnce);
}

/** An option that may be given several times; its values come as a list. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect);
}

export function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === collect;
}

function takeOnce(value: string, previous: string | undefined): string {
  if (previous !== undefined) throw new InvalidArgumentError("The option can be given only once.");
  return nonEmpty(value);
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, nonEmpty(value)];
}

/** commander takes whatever comes next for the value, another option as well. */
function nonEmpty(value: string): string {
  if (value === "" || value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
  return value;
}

export interface UsageNotes {
  /** When the command ends with which code. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Lines as they are typed. */
  readonly examples: readonly string[];
}

/** What a command's help shows below the options. */
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
