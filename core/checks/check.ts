import type { TokenReading } from "../tokens/format";
import type { Token } from "../tokens/token";
import type { Answers, Case, Subject } from "./answers";
import { ask, type AskOptions } from "./ask";
import type { Finding } from "./finding";
import { judgeApi } from "./githubApi";
import { judgeScopes } from "./packagesScope";
import { judgePull } from "./pull";
import { judgePush } from "./push";
import { judgeLogin } from "./registryLogin";
import { judgeRepository } from "./repository";
import { judgeSlips } from "./slips";

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
  if ("slips" in reading) {
    return { findings: judgeSlips(subject, reading.slips, options.isLight === true) };
  }
  const answers = await ask(subject, { ...options, token: reading.token });
  return { findings: judge(subject, reading.token, answers), answers };
}

/** The findings in the order in which people look for the reason: the token first. */
export function judge(subject: Subject, token: Token, answers: Answers): readonly Finding[] {
  const about: Case = { subject, token, answers };
  const { repository, images = [] } = answers;
  return [
    judgeApi(about),
    judgeScopes(about),
    judgeLogin(about),
    ...images.map((image) => judgePull(about, image)),
    ...images.map((image) => judgePush(about, image)),
    ...(repository === undefined ? [] : [judgeRepository(about, repository)]),
  ];
}
