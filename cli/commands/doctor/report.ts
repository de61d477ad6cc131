import { overallOutcome, type Finding, type Outcome } from "../../../core/checks/finding";

/**
 * The output of `doctor --json`, described in docs/doctor.md. If a field changes its meaning, the
 * version changes.
 */
export interface Report {
  readonly version: 2;
  readonly repository: string;
  readonly registry: string;
  readonly images: readonly string[];
  readonly token: TokenReport;
  readonly outcome: Outcome;
  readonly findings: readonly FindingReport[];
}

/** A field is null if it is unknown. */
export interface TokenReport {
  readonly kind: string;
  /** Distinguishes tokens without revealing them. */
  readonly fingerprint: string | null;
  readonly account: string | null;
  readonly scopes: readonly string[] | null;
  readonly expires: string | null;
}

/** A finding with every field present. */
export interface FindingReport {
  readonly id: string;
  readonly subject: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly cause: string | null;
  readonly fix: readonly string[];
  readonly notes: readonly string[];
  readonly response: string | null;
}

export function createReport(
  about: Pick<Report, "repository" | "registry" | "images" | "token">,
  findings: readonly Finding[],
): Report {
  return {
    version: 2,
    ...about,
    outcome: overallOutcome(findings),
    findings: findings.map(({ id, subject, outcome, message, cause, fix, notes, response }) => ({
      id,
      subject,
      outcome,
      message,
      cause: cause ?? null,
      fix: fix ?? [],
      notes: notes ?? [],
      response: response ?? null,
    })),
  };
}
