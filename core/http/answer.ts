import type { HttpFailure } from "./failure";
import type { Refusal } from "./refusal";

export interface RefusedAnswer {
  readonly outcome: "no";
  readonly refusal: Refusal;
}

export interface UnknownAnswer {
  readonly outcome: "unknown";
  /** In a sentence, without a token. */
  readonly why: string;
  /** The refusal or failure, if there was one. */
  readonly failure?: Refusal | HttpFailure;
}

/** The answer to a yes-or-no question. */
export type Answer = { readonly outcome: "yes" } | RefusedAnswer | UnknownAnswer;

export const yes: Answer = { outcome: "yes" };

export function unknownAnswer(why: string, failure?: Refusal | HttpFailure): UnknownAnswer {
  return { outcome: "unknown", why, ...(failure === undefined ? {} : { failure }) };
}
