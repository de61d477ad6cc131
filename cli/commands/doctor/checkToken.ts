import { check, type CheckOptions } from "../../../core/checks/check";
import type { Answers, Subject } from "../../../core/checks/answers";
import { overallOutcome, type Finding, type Outcome } from "../../../core/checks/finding";
import type { TokenUse } from "../../../core/checks/purpose";
import { printReference } from "../../../core/oci/reference";
import type { TokenReading } from "../../../core/tokens/format";

/** A token to check, what it is for, and where it was found. */
export interface TokenToCheck {
  readonly subject: Subject;
  readonly use: TokenUse;
  readonly from: string;
  /** Undefined if there is none to check. */
  readonly reading: TokenReading | undefined;
  /** What is wrong with how it is stored. */
  readonly problems?: readonly Finding[];
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

export interface CheckedToken {
  readonly token: TokenToCheck;
  readonly findings: readonly Finding[];
  readonly outcome: Outcome;
  /** The outcome as a sentence. */
  readonly conclusion: string;
  readonly report: TokenReport;
}

const conclusions: Record<Outcome, string> = {
  pass: "All checks passed.",
  fail: "At least one check failed.",
  unknown: "No check failed, but some results are unknown.",
};

/** Runs the checks of one token. */
export async function checkToken(
  token: TokenToCheck,
  options: Omit<CheckOptions, "use">,
): Promise<CheckedToken> {
  const { subject, use, reading, problems = [] } = token;
  const result = reading && (await check(subject, reading, { ...options, use }));
  const findings = [...problems, ...(result?.findings ?? [])];
  const outcome = overallOutcome(findings);
  const success = options.isLight === true ? undefined : describeSuccess(subject, use);
  const conclusion = (outcome === "pass" ? success : undefined) ?? conclusions[outcome];
  return {
    token,
    findings,
    outcome,
    conclusion,
    report: createTokenReport(reading, result?.answers),
  };
}

/** What a token can do if every check passes; undefined if no check says so. */
function describeSuccess(
  { owner, repositories, images }: Subject,
  { purpose }: TokenUse,
): string | undefined {
  const [noun, names] =
    purpose === "administer"
      ? ["repositories", repositories.map(({ name }) => `${owner}/${name}`)]
      : ["images", images.map(({ reference }) => printReference(reference))];
  if (names.length === 0) return undefined;
  const listed = new Intl.ListFormat("en").format(names);
  const objects = names.length > 3 ? `all ${names.length} ${noun}` : listed;
  return `This token can ${purpose} ${objects}.`;
}

function createTokenReport(
  reading: TokenReading | undefined,
  answers: Answers | undefined,
): TokenReport {
  const token = reading !== undefined && "token" in reading ? reading.token : undefined;
  const facts = answers?.user.outcome === "answered" ? answers.user.facts : undefined;
  const expires = facts?.expires;
  return {
    kind: token?.kind ?? "unknown",
    fingerprint: token?.fingerprint ?? null,
    account: facts?.account ?? null,
    scopes: facts?.scopes ?? null,
    expires: expires instanceof Date ? expires.toISOString() : (expires ?? null),
  };
}
