import type { Repository } from "../world/world";

/** The next number of an issue or a pull request: both share one sequence. */
export function nextNumber({ issues = [], pulls = [] }: Repository): number {
  return 1 + Math.max(0, ...[...issues, ...pulls].map(({ number }) => number));
}

/** GitHub's limit for the text of an issue or a comment. */
const MAX_BODY_LENGTH = 65_536;

export function isTooLong(body: string | null | undefined): boolean {
  return (body ?? "").length > MAX_BODY_LENGTH;
}
