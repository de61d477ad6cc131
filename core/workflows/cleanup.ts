import { secretNameProblem } from "../oci/names";
import { problemsOf, type PlanProblem } from "./planProblem";
import { cronProblem } from "./names";

/** Which old versions of the images to keep, and whether to delete the others. */
export interface CleanupPlan {
  /** When it runs: a cron expression in UTC. */
  readonly schedule: string;
  /** Younger versions are kept. */
  readonly olderThan: string;
  /** How many older versions without a tag to keep, the newest first. */
  readonly keepUntagged: number;
  /** How many older versions with a tag to keep, the newest first; all of them by default. */
  readonly keepTagged?: number | undefined;
  /** The tags and digests to always keep; `*` and `?` are wildcards. */
  readonly keepTags: readonly string[];
  /** Whether to delete the versions; otherwise the run only lists them. */
  readonly delete: boolean;
  /**
   * The Actions secret with the token that deletes.
   * @default the workflow's own token
   */
  readonly secretName?: string | undefined;
}

/**
 * The settings of a cleanup. Each function returns what is wrong with a value, as the end of a sentence
 * that begins with the value, or undefined.
 */

/** An age in the format of the cleanup action. */
export function ageProblem(text: string): string | undefined {
  if (/^[1-9]\d{0,4} (?:days?|weeks?|months?|years?)$/.test(text)) return undefined;
  return "is not an age: write a number and days, weeks, months or years, such as '90 days'";
}

/** A tag, a pattern of tags, or a digest, without commas, which separate them for the action. */
export function tagPatternProblem(text: string): string | undefined {
  if (/^(?:[\w.*?-]{1,128}|sha256:[0-9a-f]{64})$/.test(text)) return undefined;
  return "is not a tag or pattern (letters, digits, '.', '_', '-', and the wildcards '*' and '?') or a digest (sha256: and 64 hexadecimal digits)";
}

export function countProblem(count: number): string | undefined {
  if (Number.isSafeInteger(count) && count >= 0) return undefined;
  return "is not a number of versions to keep: write 0 or a positive integer";
}

/** The problems of a cleanup, each with its property. */
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
