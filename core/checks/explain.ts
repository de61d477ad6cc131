import { findDenial } from "../denials";
import type { CannotTell, Refused } from "../http/answer";
import { HttpFailure } from "../http/failure";
import { printErrors, type Refusal } from "../http/refusal";

/** A refusal's words, and what is known of them. */
export interface Explanation {
  readonly says: string;
  readonly cause?: string;
  readonly mend?: readonly string[];
}

/** What a refusal means. The registries are those that answer as ghcr.io does. */
export function explainRefusal(refusal: Refusal, registries?: readonly string[]): Explanation {
  const says = printErrors(refusal);
  if (says === "") return { says, cause: "It gave no reason." };
  return { says, ...causeOf(refusal, registries) };
}

/** What it means that a question has no answer, or a no. */
export function explainAnswer(
  answer: Refused | CannotTell,
  registries: readonly string[],
): Explanation {
  if (answer.outcome === "no") return explainRefusal(answer.refusal, registries);
  return { says: answer.why, ...causeOf(answer.failure, registries) };
}

/** What to do where nothing answered at all. */
export function fixOfSilence({ failure }: CannotTell): readonly string[] {
  return failure instanceof HttpFailure ? (findDenial(failure)?.fix ?? []) : [];
}

function causeOf(
  failure: Refusal | HttpFailure | undefined,
  registries?: readonly string[],
): Omit<Explanation, "says"> {
  const found = failure === undefined ? undefined : findDenial(failure, registries);
  return found === undefined
    ? { cause: "These words are unknown here: nothing is told of their cause." }
    : { cause: found.cause, mend: found.fix };
}
