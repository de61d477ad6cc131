import type { Denial } from "./denial";
import { denials } from "./table";

/**
 * The literal text that a pattern begins with, in lower case. A message without it cannot match, and
 * searching for text costs a fraction of a pattern.
 */
export function literalPrefix({ source }: RegExp): string {
  const [prefix = ""] = /^(?:\\[^a-zA-Z\d]|[^\\^$.*+?()[\]{}|])*/.exec(source) ?? [];
  const isLastOptional = /^[?*{]/.test(source.slice(prefix.length));
  const text = prefix.replace(/\\(.)/g, "$1").toLowerCase();
  return isLastOptional ? text.slice(0, -1) : text;
}

interface Candidate {
  readonly denial: Denial;
  readonly pattern: RegExp;
  readonly prefix: string;
}

const candidates: readonly Candidate[] = denials.flatMap((denial) =>
  denial.patterns.map((pattern) => ({ denial, pattern, prefix: literalPrefix(pattern) })),
);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const anyPrefix = new RegExp(
  [...new Set(candidates.map(({ prefix: first }) => escaped(first)))].join("|"),
);

/** Whether any row may match the message. */
export function mayMatch(message: string): boolean {
  return anyPrefix.test(message.toLowerCase());
}

/** The patterns that may match a message, in the table's order. */
export function candidatesFor(message: string): readonly Candidate[] {
  const lower = message.toLowerCase();
  return anyPrefix.test(lower)
    ? candidates.filter(({ prefix: first }) => lower.includes(first))
    : [];
}
