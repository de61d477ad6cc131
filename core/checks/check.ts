import type { TokenReading } from "../tokens/format";
import type { Token } from "../tokens/token";
import type { Answers, CheckContext, RepositoryAnswers, Subject } from "./answers";
import { collectAnswers, type CollectOptions } from "./collect";
import type { Finding } from "./finding";
import { evaluateApi } from "./githubApi";
import { evaluateScopes } from "./packagesScope";
import { evaluatePull } from "./pull";
import { defaultUses, type TokenUse } from "./purpose";
import { evaluatePush } from "./push";
import { evaluateLogin } from "./registryLogin";
import { evaluateRepository } from "./repository";
import { evaluateRepositoryScopes } from "./repositoryScope";
import { evaluateFormat } from "./formatIssues";

/** The findings of all checks, and the answers that they are based on. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  /** Undefined if the token could not be sent. */
  readonly answers?: Answers;
}

export interface CheckOptions extends Omit<CollectOptions, "token" | "purpose"> {
  /** What the token is for. @default publishing */
  readonly use?: TokenUse;
}

/** Collects and evaluates. A malformed token is evaluated without sending it. */
export async function check(
  subject: Subject,
  reading: TokenReading,
  { use = defaultUses.publish, ...options }: CheckOptions,
): Promise<CheckResult> {
  if ("formatIssues" in reading) {
    return { findings: evaluateFormat(subject, reading, use, options.isLight === true) };
  }
  const { token } = reading;
  const answers = await collectAnswers(subject, { ...options, token, purpose: use.purpose });
  return { findings: evaluate(subject, token, answers, use), answers };
}

/** The findings in the order in which people search for the reason: the token first. */
export function evaluate(
  subject: Subject,
  token: Token,
  answers: Answers,
  use: TokenUse = defaultUses.publish,
): readonly Finding[] {
  const { login, repositories = [], images = [] } = answers;
  const signOnAddress = signOnAddressIn(repositories);
  const context: CheckContext = { subject, token, use, answers, signOnAddress };
  return [
    evaluateApi(context),
    use.purpose === "administer"
      ? evaluateRepositoryScopes(context, use.acts)
      : evaluateScopes(context, use),
    ...(login === undefined ? [] : [evaluateLogin(context, login)]),
    ...images.map((each) => evaluatePull(context, each)),
    ...images.flatMap(({ image, push }) =>
      push === undefined ? [] : [evaluatePush(context, image.reference, push)],
    ),
    ...repositories.map((each) => evaluateRepository(context, each)),
  ];
}

function signOnAddressIn(repositories: readonly RepositoryAnswers[]): string | undefined {
  const addresses = repositories.map(({ answer }) =>
    answer.outcome === "refused" ? answer.signOnAddress : null,
  );
  return addresses.find((address) => address !== null) ?? undefined;
}
