import { overallOutcome, type Finding, type Outcome } from "../../../core/checks/finding";
import type { Purpose } from "../../../core/checks/purpose";
import { printReference } from "../../../core/oci/reference";
import type { CheckedToken, TokenReport } from "./checkToken";

/** The results for one token. */
interface TokenResults {
  readonly registry: string;
  readonly images: readonly string[];
  readonly purpose: Purpose;
  readonly token: TokenReport;
  readonly outcome: Outcome;
  /** The outcome as a sentence. */
  readonly conclusion: string;
  readonly findings: readonly FindingReport[];
}

/**
 * The output of `doctor --json`, described in docs/doctor.md. If a field changes its meaning, the
 * version changes.
 */
export interface Report extends TokenResults {
  readonly version: 2;
  readonly repository: string;
}

/** The output of `doctor --stack NAME --json`. */
export interface StackReport {
  readonly version: 2;
  readonly stack: string;
  /** The worst of the tokens' outcomes. */
  readonly outcome: Outcome;
  readonly tokens: readonly StackTokenResults[];
}

interface StackTokenResults extends TokenResults {
  /** The setting or the variable that has the token. */
  readonly from: string;
  readonly repositories: readonly string[];
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

export function createReport(checked: CheckedToken): Report {
  const [repository = ""] = repositoriesOf(checked);
  return { version: 2, repository, ...createResults(checked) };
}

export function createStackReport(stack: string, checked: readonly CheckedToken[]): StackReport {
  return {
    version: 2,
    stack,
    outcome: overallOutcome(checked),
    tokens: checked.map((each) => ({
      from: each.token.from,
      repositories: repositoriesOf(each),
      ...createResults(each),
    })),
  };
}

function repositoriesOf({ token: { subject } }: CheckedToken): readonly string[] {
  return subject.repositories.map(({ name }) => `${subject.owner}/${name}`);
}

function createResults({
  token: { subject, use },
  report,
  outcome,
  conclusion,
  findings,
}: CheckedToken): TokenResults {
  return {
    registry: subject.registry,
    images: subject.images.map(({ reference }) => printReference(reference)),
    purpose: use.purpose,
    token: report,
    outcome,
    conclusion,
    findings: findings.map(toFindingReport),
  };
}

function toFindingReport(finding: Finding): FindingReport {
  const { id, subject, outcome, message, cause, fix, notes, response } = finding;
  return {
    id,
    subject,
    outcome,
    message,
    cause: cause ?? null,
    fix: fix ?? [],
    notes: notes ?? [],
    response: response ?? null,
  };
}
