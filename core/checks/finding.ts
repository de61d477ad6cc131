import { wrap } from "../text/wrap";

export type Outcome = "pass" | "fail" | "unknown";

/** What a check is called. Scripts rely on these names, so they stay. */
export type CheckId =
  "github-api" | "packages-scope" | "registry-login" | "pull" | "push" | "repository";

/** What a check found. */
export interface Finding {
  readonly id: CheckId;
  /** What it looked at: the token, a repository, an image. */
  readonly subject: string;
  readonly outcome: Outcome;
  /** In a few words, for one line of a table. */
  readonly message: string;
  /** Why it is so, where it is no pass. */
  readonly cause?: string;
  /** What to do: each is a sentence, a command or an address to open. */
  readonly fix?: readonly string[];
  /** Worth knowing, and no reason to stop. */
  readonly notes?: readonly string[];
  /** What the other side said, word for word. */
  readonly response?: string;
}

/** What all of them come to: one failure fails, and else one that cannot tell leaves it open. */
export function overall(findings: readonly Pick<Finding, "outcome">[]): Outcome {
  if (findings.some(({ outcome }) => outcome === "fail")) return "fail";
  return findings.some(({ outcome }) => outcome === "unknown") ? "unknown" : "pass";
}

/** What the other side said, why, and what to do, in lines below the finding's head. */
export function detailLines(
  {
    cause,
    fix = [],
    notes = [],
    response,
  }: Omit<Finding, "id" | "subject" | "outcome" | "message">,
  columns: number,
  indent = "  ",
): readonly string[] {
  const labeled = (label: string): string => indent + label.padEnd(9);
  return [
    ...(response === undefined || response === ""
      ? []
      : wrap(response, columns, labeled("Response"))),
    ...(cause === undefined ? [] : wrap(cause, columns, labeled("Cause"))),
    ...fix.flatMap((step, index) => wrap(step, columns, labeled(index === 0 ? "Fix" : ""))),
    ...notes.flatMap((note) => wrap(note, columns, labeled("Note"))),
  ];
}

/** A reason that stands alone. */
export function asSentence(reason: string): string {
  const first = reason.startsWith("ghcr.io")
    ? reason
    : reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
