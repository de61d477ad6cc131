import { findDenial } from "../denials";
import type { UnknownAnswer, RefusedAnswer } from "../http/answer";
import { HttpFailure } from "../http/failure";
import { printErrors, type Refusal } from "../http/refusal";
import { abilityOnRegistry, type RegistryAct } from "../tokens/abilities";
import type { CheckContext } from "./answers";
import { toSentence } from "./finding";

/** A refusal's text, with its cause and fix where they are known. */
export interface Explanation {
  readonly response: string;
  readonly cause?: string;
  readonly fix?: readonly string[];
}

/** Explains a refusal. The registries are those that respond as ghcr.io does. */
export function explainRefusal(
  refusal: Refusal,
  registries?: readonly string[],
  user?: string,
): Explanation {
  const response = printErrors(refusal);
  if (response === "") return { response, cause: "The response gives no reason." };
  return { response, ...findCause(refusal, registries, user) };
}

/** Explains a refused or unanswered question. */
export function explainAnswer(
  answer: RefusedAnswer | UnknownAnswer,
  registries: readonly string[],
): Explanation {
  if (answer.outcome === "no") return explainRefusal(answer.refusal, registries);
  return { response: answer.why, ...findCause(answer.failure, registries) };
}

/** The fix for a request that got no response. */
export function fixForFailure({ failure }: UnknownAnswer): readonly string[] {
  return failure instanceof HttpFailure ? (findDenial(failure)?.fix ?? []) : [];
}

function findCause(
  failure: Refusal | HttpFailure | undefined,
  registries?: readonly string[],
  user?: string,
): Omit<Explanation, "response"> {
  const denial = failure === undefined ? undefined : findDenial(failure, registries, user);
  return denial === undefined
    ? { cause: "This message is not recognized, so its cause is unknown." }
    : { cause: denial.cause, fix: denial.fix };
}

/**
 * Explains why the registry refused, from all answers. What GitHub reports about the token comes before
 * the registry's message, because several causes share one message.
 */
export function explainRefusedAct(
  context: CheckContext,
  act: RegistryAct,
  refusal: Refusal,
): Explanation {
  const { subject, answers, signOnAddress } = context;
  const facts = answers.user.outcome === "answered" ? answers.user.facts : undefined;
  const user = facts?.account ?? undefined;
  const explanation = explainRefusal(refusal, [subject.registry], user);
  const ability = facts === undefined ? undefined : abilityOnRegistry(facts, act);
  if (ability?.can === "no") {
    return { ...explanation, cause: toSentence(ability.reason), fix: ability.fix };
  }
  if (signOnAddress !== undefined) {
    const cause = `${subject.owner} requires single sign-on, and the token is not authorized for it.`;
    return { ...explanation, cause, fix: ["Authorize the token at:", signOnAddress] };
  }
  const { owner } = refusal.place;
  const account = facts?.account ?? null;
  if (owner === undefined || account === null || account.toLowerCase() === owner)
    return explanation;
  const mismatch = `The token belongs to ${account}, but the package belongs to ${subject.owner}.`;
  return {
    ...explanation,
    cause: explanation.cause === undefined ? mismatch : `${mismatch} ${explanation.cause}`,
  };
}

/** The finding that names the page where the token is authorized. */
export function signOnFinding(owner: string, refusal: Refusal, address: string) {
  return {
    outcome: "fail",
    message: "the token is not authorized for single sign-on",
    response: printErrors(refusal),
    cause: `${owner} requires single sign-on, so each token must be authorized once by its owner.`,
    fix: ["Authorize the token at:", address],
  } as const;
}
