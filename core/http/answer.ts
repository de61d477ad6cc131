import type { HttpFailure } from "./failure";
import type { Refusal } from "./refusal";

export interface Refused {
  readonly outcome: "no";
  readonly refusal: Refusal;
}

export interface CannotTell {
  readonly outcome: "cannot tell";
  /** In a sentence, without a token. */
  readonly why: string;
  /** What came in place of an answer, where anything did. */
  readonly failure?: Refusal | HttpFailure;
}

/** The answer to a question that is answered by yes or no. */
export type Answer = { readonly outcome: "yes" } | Refused | CannotTell;

export const yes: Answer = { outcome: "yes" };

export function cannotTell(why: string, failure?: Refusal | HttpFailure): CannotTell {
  return { outcome: "cannot tell", why, ...(failure === undefined ? {} : { failure }) };
}
