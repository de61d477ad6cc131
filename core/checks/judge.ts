import type { Token } from "../tokens/token";
import type { Answers, Subject } from "./answers";
import type { Case } from "./case";
import type { Finding } from "./finding";
import { judgeApi } from "./githubApi";
import { judgeScopes } from "./packagesScope";
import { judgePull } from "./pull";
import { judgePush } from "./push";
import { judgeLogin } from "./registryLogin";
import { judgeRepository } from "./repository";

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
