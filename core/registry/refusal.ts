import { cannotTell, type Answer } from "../http/answer";
import { HttpFailure } from "../http/failure";

/** A registry that did not give what was asked, in its own words. */
export class RegistryRefusal extends Error {
  constructor(
    readonly status: number,
    /** Whole up to a bound, and without a token. */
    readonly answer: string,
    what: string,
  ) {
    super(`${what}: the registry answered ${status}: ${answer}`);
    this.name = "RegistryRefusal";
  }
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

/** Turns what a question ended with into an answer. Only 401 and 403 are a no. */
export function answerOf(error: unknown): Exclude<Answer, { readonly outcome: "yes" }> {
  if (error instanceof RegistryRefusal) {
    const { status, answer, message } = error;
    const isNo = (status === 401 || status === 403) && !(error instanceof UnusableChallenge);
    return isNo ? { outcome: "no", status, says: answer } : cannotTell(message);
  }
  if (error instanceof RegistryFailure || error instanceof HttpFailure) {
    return cannotTell(error.message);
  }
  throw error;
}
