import type { Denial } from "./denial";
import { denials } from "./table";

/**
 * The fixed words that a pattern begins with, in lower case. A message without them cannot fit it,
 * and to look for words costs a fraction of a pattern.
 */
export function firstWords({ source }: RegExp): string {
  const [words = ""] = /^(?:\\[^a-zA-Z\d]|[^\\^$.*+?()[\]{}|])*/.exec(source) ?? [];
  const optional = /^[?*{]/.test(source.slice(words.length));
  const fixed = words.replace(/\\(.)/g, "$1").toLowerCase();
  return optional ? fixed.slice(0, -1) : fixed;
}

interface Saying {
  readonly denial: Denial;
  readonly pattern: RegExp;
  readonly first: string;
}

const sayings: readonly Saying[] = denials.flatMap((denial) =>
  denial.patterns.map((pattern) => ({ denial, pattern, first: firstWords(pattern) })),
);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const any = new RegExp([...new Set(sayings.map(({ first }) => escaped(first)))].join("|"));

/** Whether a row may fit the message at all. */
export function mayBeKnown(message: string): boolean {
  return any.test(message.toLowerCase());
}

/** The patterns that may fit a message, in the table's order. */
export function sayingsFor(message: string): readonly Saying[] {
  const lower = message.toLowerCase();
  return any.test(lower) ? sayings.filter(({ first }) => lower.includes(first)) : [];
}
