import { abilityOnRegistry, type RegistryAct } from "../tokens/abilities";
import type { Refusal } from "../http/refusal";
import { explainRefusal, type Explanation } from "./explain";
import type { Case } from "./case";

/**
 * Why the registry refused, from all that is known: what GitHub told of the token comes before what
 * the registry's words may mean, for several causes share the same words.
 */
export function whyRefused(about: Case, act: RegistryAct, refusal: Refusal): Explanation {
  const { subject, answers } = about;
  const said = explainRefusal(refusal, [subject.registry]);
  const facts = answers.user.outcome === "answered" ? answers.user.facts : undefined;
  const ability = facts === undefined ? undefined : abilityOnRegistry(facts, act);
  if (ability?.can === "no") {
    return { ...said, cause: asSentence(ability.reason), mend: ability.mend };
  }
  const signOn = answers.repository?.outcome === "refused" && answers.repository.signOnAddress;
  if (typeof signOn === "string") {
    const cause = `${subject.owner} wants single sign-on, and the token is not authorised for it.`;
    return { ...said, cause, mend: ["Authorise it there:", signOn] };
  }
  const { owner } = refusal.place;
  const account = facts?.account ?? null;
  if (owner === undefined || account === null || account.toLowerCase() === owner) return said;
  const stranger = `The token acts as ${account}, and the package belongs to ${subject.owner}.`;
  return { ...said, cause: said.cause === undefined ? stranger : `${stranger} ${said.cause}` };
}

/** A reason that stands alone. */
export function asSentence(reason: string): string {
  const first = reason.startsWith("ghcr.io")
    ? reason
    : reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
