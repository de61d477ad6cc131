import { wrap } from "../text/wrap";

export type Outcome = "pass" | "fail" | "unknown";

/** The checks' names. Scripts rely on them, so they must not change. */
export type CheckId =
  | "setting"
  | "github-api"
  | "packages-scope"
  | "repository-scope"
  | "registry-login"
  | "pull"
  | "push"
  | "repository";

/** A check's result. */
export interface Finding {
  readonly id: CheckId;
  /** What was checked: the token, a repository, an image. */
  readonly subject: string;
  readonly outcome: Outcome;
  /** Short, for one line of a table. */
  readonly message: string;
  /** The reason, where the outcome is not `pass`. */
  readonly cause?: string;
  /** What to do: each is a sentence, a command or an address to open. */
  readonly fix?: readonly string[];
  /** Worth knowing, but no reason to stop. */
  readonly notes?: readonly string[];
  /** The server's message, word for word. */
  readonly response?: string;
}

/** The overall outcome: `fail` if any check fails, else `unknown` if any is unknown. */
export function overallOutcome(findings: readonly Pick<Finding, "outcome">[]): Outcome {
  if (findings.some(({ outcome }) => outcome === "fail")) return "fail";
  return findings.some(({ outcome }) => outcome === "unknown") ? "unknown" : "pass";
}

/** The response, cause, fix and notes, in lines below the finding's heading. */
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

/** The missing scopes as a short message. */
export function missingScopes(scopes: readonly string[]): string {
  return `${scopes.join(" and ")} ${scopes.length === 1 ? "is" : "are"} missing`;
}

/** A reason as a sentence of its own. */
export function toSentence(reason: string): string {
  const first = reason.startsWith("ghcr.io")
    ? reason
    : reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
