import {
  abilityOnRegistry,
  kindRefusedByRegistry,
  type Ability,
  type RegistryAct,
} from "../tokens/abilities";
import { changingScopes, newTokenPage, surplusScopes } from "../tokens/scopes";
import type { TokenKind } from "../tokens/token";
import { missingScopes, toSentence, type Finding } from "./finding";
import type { Answers, CheckContext } from "./answers";
import { acceptedFacts } from "./githubApi";
import { registryActsFor, type TokenUse } from "./purpose";

type RegistryUse = Exclude<TokenUse, { readonly purpose: "administer" }>;
type Result = Omit<Finding, "id" | "subject">;

/** The scopes for publishing and for deleting old versions. */
const publishingScopes = ["read:packages", "write:packages", "delete:packages"];

/** Whether the token has the scopes that ghcr.io requires, according to its form and to GitHub. */
export function evaluateScopes({ token, answers }: CheckContext, use: RegistryUse): Finding {
  const about = { id: "packages-scope", subject: String(token) } as const;
  return { ...about, ...(evaluateKind(token.kind, use) ?? evaluateAnswers(answers, use)) };
}

/** A failure if no token of this kind works. That needs no network. */
export function evaluateKind(kind: TokenKind, { purpose }: RegistryUse): Result | undefined {
  const refused = registryActsFor[purpose]
    .map((act) => kindRefusedByRegistry(kind, act))
    .findLast((ability) => ability !== undefined);
  return refused && describeRefusal(refused);
}

function evaluateAnswers(answers: Answers, use: RegistryUse): Result {
  const facts = acceptedFacts(answers.user);
  if (typeof facts === "string") {
    return { outcome: "unknown", message: `${facts}, so the token's scopes are unknown` };
  }
  const acts: readonly RegistryAct[] = registryActsFor[use.purpose];
  const abilities = acts.map((act) => abilityOnRegistry(facts, act));
  const refused = abilities.findLast(({ can }) => can === "no");
  if (refused !== undefined) return describeRefusal(refused);
  const unknown = abilities.findLast(({ can }) => can === "unknown");
  if (unknown === undefined) return evaluateSurplus(facts.scopes ?? [], use);
  // What the token was observed to do, it may do, even if no header lists its scopes.
  if (isObserved(answers, use)) {
    const act = use.purpose === "pull" ? "pull" : "push";
    const message = `GitHub does not list the token's permissions, but the registry accepts the ${act}`;
    return { outcome: "pass", message };
  }
  return {
    outcome: "unknown",
    message: "GitHub does not report the permissions of this kind of token",
    cause: toSentence(unknown.reason),
    fix: unknown.fix,
  };
}

function describeRefusal({ reason, missing, fix }: Ability): Result {
  const message = missing.length === 0 ? reason : missingScopes(missing);
  return { outcome: "fail", message, cause: toSentence(reason), fix };
}

/** Whether each image was observed to accept the token. */
function isObserved({ images = [] }: Answers, { purpose }: RegistryUse): boolean {
  const isAccepted = images.map(({ pull, push }) =>
    purpose === "pull" ? pull.outcome === "read" : push?.outcome === "yes",
  );
  return isAccepted.length > 0 && !isAccepted.includes(false);
}

function evaluateSurplus(scopes: readonly string[], use: RegistryUse): Result {
  const surplus =
    use.purpose === "pull" ? changingScopes(scopes) : surplusScopes(scopes, publishingScopes);
  if (use.purpose === "pull" && use.isReadOnly && surplus.length > 0) {
    return describeChangingScopes(surplus);
  }
  const need = use.purpose === "pull" ? "pulling needs" : "publishing needs";
  const notes =
    surplus.length === 0
      ? []
      : [
          `The token has more scopes than ${need} (${surplus.join(", ")}). A token with fewer scopes does less damage if it is stolen.`,
        ];
  const needed = scopes.filter((one) => !surplus.includes(one));
  return { outcome: "pass", message: needed.join(", "), notes };
}

/** A failure: the token of the machines that pull can do more. */
export function describeChangingScopes(scopes: readonly string[]) {
  return {
    outcome: "fail",
    message: `this token can do more than read: ${scopes.join(", ")}`,
    cause: "It is stored on every machine that pulls, and anyone who takes it from one can use it.",
    fix: newPullTokenFix,
  } as const;
}

export const newPullTokenFix = [
  "Create a classic token with read:packages and nothing else:",
  newTokenPage(["read:packages"]),
];
