import { wrap } from "../core/text/wrap";
import { nearest } from "../core/text/nearest.cjs";
import { withoutTokens } from "../core/tokens/redact";
import { columns } from "./ui/columns";

/** One flag of a command. */
export interface Flag {
  /** What its value is called in the help; a flag without one is a switch. */
  readonly value?: string;
  /** Its values, where there are few to choose from. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly repeats?: boolean;
  /** What it does, for the help. */
  readonly says: string;
}

export interface Arguments<Name extends string> {
  /** Each flag's values as they came, in order; a switch that was given has the value `true`. */
  readonly flags: ReadonlyMap<Name, readonly string[]>;
  /** What is no flag. */
  readonly rest: readonly string[];
  /** Everything that is wrong, in words for whoever typed it. */
  readonly problems: readonly string[];
}

/**
 * Reads a command line. It tells all problems at once and suggests the flag that was meant, and
 * what looks like a token is never repeated: an argument is no place for one.
 */
export function readArguments<Name extends string>(
  args: readonly string[],
  known: Readonly<Record<Name, Flag>>,
  mostRest: number,
): Arguments<Name> {
  const flags = new Map<Name, string[]>();
  const rest: string[] = [];
  const problems: string[] = [];
  const names = Object.keys(known) as Name[];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    if (!argument.startsWith("-") || argument === "-") {
      rest.push(argument);
      continue;
    }
    const [, text = "", inline] =
      argument === "-h" ? ["", "help"] : (/^-{1,2}([^=]*)(?:=(.*))?$/s.exec(argument) ?? []);
    const name = names.find((one) => one === text);
    if (name === undefined) {
      problems.push(unknownFlag(argument, text, names));
      continue;
    }
    const flag = known[name];
    const given = flags.get(name) ?? [];
    if (flag.value === undefined) {
      if (inline !== undefined) problems.push(`--${name} takes no value`);
      given.push("true");
    } else {
      const next = inline ?? args[index + 1];
      if (inline === undefined && next !== undefined && !next.startsWith("--")) index += 1;
      if (next === undefined || next === "" || (inline === undefined && next.startsWith("--"))) {
        problems.push(`--${name} needs a value: --${name} ${flag.value}`);
        continue;
      }
      given.push(next);
    }
    if (given.length > 1 && flag.repeats !== true) problems.push(`--${name} is given twice`);
    flags.set(name, given);
  }
  for (const argument of rest.slice(mostRest)) {
    const why = mostRest === 0 ? "belongs to no flag" : "is one too many";
    problems.push(`'${withoutTokens(argument)}' ${why}`);
  }
  return { flags, rest, problems: [...new Set(problems)] };
}

/** How the help shows the flags, in two columns. */
export function describeFlags(known: Readonly<Record<string, Flag>>): string {
  const rows = Object.entries(known).map(
    ([name, { value, says }]) =>
      [value === undefined ? `--${name}` : `--${name} ${value}`, says] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows
    .flatMap(([left, says]) => wrap(says, columns, `  ${left.padEnd(width)}  `))
    .join("\n");
}

const asArgument = "is never an argument, where every program on the machine can read it";

/** `whole` as it was typed, a value behind `=` and all; `text` its name. */
function unknownFlag(whole: string, text: string, names: readonly string[]): string {
  const takesPipe = names.includes("token-stdin");
  const mend = `put it in GHCR_TOKEN${takesPipe ? ", or send it to --token-stdin" : ""}`;
  const shown = withoutTokens(whole.replace(/=.*$/s, ""));
  if (/^(token|password|pat)$/i.test(text)) return `a token ${asArgument}: ${mend}`;
  if (nearest(text, ["token", "password"]) !== undefined) {
    return `there is no flag ${shown}, and a token ${asArgument}: ${mend}`;
  }
  const meant = nearest(text, names) ?? initialOf(text, names);
  const suggestion = meant === undefined ? "" : `; did you mean --${meant}?`;
  return `there is no flag ${shown}${suggestion}`;
}

/** The one flag that begins with a letter: `-t` where only --tag does. */
function initialOf(text: string, names: readonly string[]): string | undefined {
  const [only, ...more] = text.length === 1 ? names.filter((name) => name.startsWith(text)) : [];
  return more.length === 0 ? only : undefined;
}
