import type { TokenReading } from "../tokens/format";
import type { Token } from "../tokens/token";
import type { Answers, CheckContext, Subject } from "./answers";
import { collectAnswers, type CollectOptions } from "./collect";
import type { Finding } from "./finding";
import { evaluateApi } from "./githubApi";
import { evaluateScopes } from "./packagesScope";
import { evaluatePull } from "./pull";
import { evaluatePush } from "./push";
import { evaluateLogin } from "./registryLogin";
import { evaluateRepository } from "./repository";
import { evaluateFormat } from "./formatIssues";

/** The findings of all checks, and the answers that they are based on. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  /** Undefined if the token could not be sent. */
  readonly answers?: Answers;
}

/** Collects and evaluates. A malformed token is evaluated without sending it. */
export async function check(
  subject: Subject,
  reading: TokenReading,
  options: Omit<CollectOptions, "token">,
): Promise<CheckResult> {
  if ("formatIssues" in reading) {
    return { findings: evaluateFormat(subject, reading.formatIssues, options.isLight === true) };
  }
  const answers = await collectAnswers(subject, { ...options, token: reading.token });
  return { findings: evaluate(subject, reading.token, answers), answers };
}

/** The findings in the order in which people search for the reason: the token first. */
export function evaluate(subject: Subject, token: Token, answers: Answers): readonly Finding[] {
  const context: CheckContext = { subject, token, answers };
  const { repository, images = [] } = answers;
  return [
    evaluateApi(context),
    evaluateScopes(context),
    evaluateLogin(context),
    ...images.map((image) => evaluatePull(context, image)),
    ...images.map((image) => evaluatePush(context, image)),
    ...(repository === undefined ? [] : [evaluateRepository(context, repository)]),
  ];
}
