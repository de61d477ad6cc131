import { secretNameProblem } from "../oci/names";
import { problemsOf, type PlanProblem } from "./planProblem";
import { cronProblem } from "./names";

/** Which versions of the images stay, and what becomes of the others. */
export interface CleanupPlan {
  /** When it looks, in the form of cron and by UTC. */
  readonly schedule: string;
  /** What is younger stays. */
  readonly olderThan: string;
  /** How many of what is older and has no tag stay, the newest first. */
  readonly keepUntagged: number;
  /** How many of what is older and has a tag stay, the newest first; without it all of them. */
  readonly keepTagged?: number | undefined;
  /** The tags and digests that stay whatever else is said; `*` and `?` stand for what may be any. */
  readonly keepTags: readonly string[];
  /** Whether they are deleted; else it only tells which would be. */
  readonly delete: boolean;
  /**
   * The Actions secret whose token deletes.
   * @default the workflow's own token
   */
  readonly secretName?: string | undefined;
}

/**
 * What the cleanup of a package is told. Each function tells what is wrong with a text, in words that
 * follow the text itself, and nothing if it is right.
 */

/** An age as the cleaner reads it. */
export function ageProblem(text: string): string | undefined {
  if (/^[1-9]\d{0,4} (?:days?|weeks?|months?|years?)$/.test(text)) return undefined;
  return "is not an age: a number and days, weeks, months or years, as '90 days'";
}

/** A tag, or several at once, or one digest; the cleaner divides them by commas. */
export function tagPatternProblem(text: string): string | undefined {
  if (/^(?:[\w.*?-]{1,128}|sha256:[0-9a-f]{64})$/.test(text)) return undefined;
  return "is not a tag, nor a pattern of tags: letters, digits, '.', '_' and '-', and '*' and '?' for what may be any; nor a digest: sha256: and 64 digits";
}

export function countProblem(count: number): string | undefined {
  if (Number.isSafeInteger(count) && count >= 0) return undefined;
  return "is not how many to keep: a whole number, and 0 for none";
}

/** What is wrong with a cleanup, by the property that says it. */
export function cleanupProblems(cleanup: CleanupPlan): readonly PlanProblem[] {
  const { schedule, olderThan, keepUntagged, keepTagged, keepTags, secretName } = cleanup;
  return [
    ...problemsOf("schedule", schedule, cronProblem),
    ...problemsOf("olderThan", olderThan, ageProblem),
    ...problemsOf("keepUntagged", keepUntagged, countProblem),
    ...problemsOf("keepTagged", keepTagged, countProblem),
    ...keepTags.flatMap((tag) => problemsOf("keepTags", tag, tagPatternProblem)),
    ...problemsOf("secretName", secretName, secretNameProblem),
  ];
}
