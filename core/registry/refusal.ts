import { unknownAnswer, type Answer } from "../http/answer";
import { HttpFailure } from "../http/failure";
import { errorsIn, type Place, type Refusal } from "../http/refusal";

/** The subject of a request: the registry itself, or a package. */
export interface Target {
  readonly registry: string;
  /** The package; empty for the registry itself. */
  readonly place: Place;
  /** Its name in errors. */
  readonly label: string;
}

/** A registry's refusal as an error. */
export class RegistryRefusal extends Error {
  constructor(
    readonly refusal: Refusal,
    { label }: Target,
  ) {
    super(`${label}: the registry answered ${refusal.status}: ${refusal.text}`);
    this.name = "RegistryRefusal";
  }
}

/** The refusal in a registry's response. `redact` removes secrets. */
export function refusalIn(
  { status, body }: { readonly status: number; readonly body: string | Buffer },
  { registry, place }: Target,
  redact: (text: string | Buffer) => string,
): Refusal {
  const errors = errorsIn(body, redact);
  return { server: "registry", host: registry, status, errors, text: redact(body), place };
}

/** A registry requires a login but does not say where, so none was attempted. */
export class UnusableChallenge extends RegistryRefusal {}

/** A registry's response that cannot be trusted: another manifest, a login at another host. */
export class RegistryFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegistryFailure";
  }
}

/** As `answerOf`, for something that may be missing. */
export function answerOrAbsent(
  error: unknown,
): { readonly outcome: "absent" } | ReturnType<typeof answerOf> {
  const isAbsent = error instanceof RegistryRefusal && error.refusal.status === 404;
  return isAbsent ? { outcome: "absent" } : answerOf(error);
}

/** Turns an error into an answer. Only 401 and 403 mean no. Rethrows unexpected errors. */
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
