import type { TokenReading } from "../tokens/format";
import type { Token } from "../tokens/token";
import type { Answers, Case, Subject } from "./answers";
import { ask, type AskOptions } from "./ask";
import type { Finding } from "./finding";
import { evaluateApi } from "./githubApi";
import { evaluateScopes } from "./packagesScope";
import { evaluatePull } from "./pull";
import { evaluatePush } from "./push";
import { evaluateLogin } from "./registryLogin";
import { evaluateRepository } from "./repository";
import { evaluateFormat } from "./formatIssues";

/** What all checks found, and what they were told on the way. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** None where the token could not be sent. */
  readonly answers?: Answers;
}

/** Asks and judges. A token that cannot be one is judged without asking. */
export async function check(
  subject: Subject,
  reading: TokenReading,
  options: Omit<AskOptions, "token">,
): Promise<Checked> {
  if ("formatIssues" in reading) {
    return { findings: evaluateFormat(subject, reading.formatIssues, options.isLight === true) };
  }
  const answers = await ask(subject, { ...options, token: reading.token });
  return { findings: evaluate(subject, reading.token, answers), answers };
}

/** The findings in the order in which people look for the reason: the token first. */
export function evaluate(subject: Subject, token: Token, answers: Answers): readonly Finding[] {
  const about: Case = { subject, token, answers };
  const { repository, images = [] } = answers;
  return [
    evaluateApi(about),
    evaluateScopes(about),
    evaluateLogin(about),
    ...images.map((image) => evaluatePull(about, image)),
    ...images.map((image) => evaluatePush(about, image)),
    ...(repository === undefined ? [] : [evaluateRepository(about, repository)]),
  ];
}
