import { unknownAnswer, type Answer } from "../http/answer";
import { HttpFailure } from "../http/failure";
import { errorsIn, type Place, type Refusal } from "../http/refusal";

/** What a question to a registry is about: the registry itself, or a package. */
export interface Target {
  readonly registry: string;
  /** The package. A question about the registry itself has none. */
  readonly place: Place;
  /** How errors name it. */
  readonly label: string;
}

/** A registry that did not give what was asked. */
export class RegistryRefusal extends Error {
  constructor(
    readonly refusal: Refusal,
    { label }: Target,
  ) {
    super(`${label}: the registry answered ${refusal.status}: ${refusal.text}`);
    this.name = "RegistryRefusal";
  }
}

/** What a registry's answer says. `shown` takes out what must not be shown. */
export function refusalIn(
  { status, body }: { readonly status: number; readonly body: string | Buffer },
  { registry, place }: Target,
  redact: (text: string | Buffer) => string,
): Refusal {
  const errors = errorsIn(body, redact);
  return { server: "registry", host: registry, status, errors, text: redact(body), place };
}

/** A registry that wants a login and does not say where, so that nobody was asked for one. */
export class UnusableChallenge extends RegistryRefusal {}

/** A registry whose answer cannot be trusted: another manifest than asked, a login elsewhere. */
export class RegistryFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegistryFailure";
  }
}

/** The same of a question about what need not be there. */
export function absentOrAnswerOf(
  error: unknown,
): { readonly outcome: "absent" } | ReturnType<typeof answerOf> {
  const isAbsent = error instanceof RegistryRefusal && error.refusal.status === 404;
  return isAbsent ? { outcome: "absent" } : answerOf(error);
}

/** Turns what a question ended with into an answer. Only 401 and 403 are a no. */
export function answerOf(error: unknown): Exclude<Answer, { readonly outcome: "yes" }> {
  if (error instanceof RegistryRefusal) {
    const { refusal, message } = error;
    const { status } = refusal;
    const isNo = (status === 401 || status === 403) && !(error instanceof UnusableChallenge);
    return isNo ? { outcome: "no", refusal } : unknownAnswer(message, refusal);
  }
  if (error instanceof HttpFailure) return unknownAnswer(error.message, error);
  if (error instanceof RegistryFailure) return unknownAnswer(error.message);
  throw error;
}
