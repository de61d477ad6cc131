import { abilityOnRegistry } from "../tokens/abilities";
import { surplusScopes } from "../tokens/scopes";
import { toSentence, type Finding } from "./finding";
import type { CheckContext } from "./answers";

/** The scopes for publishing and for deleting old versions. */
const publishingScopes = ["read:packages", "write:packages", "delete:packages"];

/** Whether the token has the scopes that ghcr.io requires, according to GitHub. */
export function evaluateScopes({ token, answers: { user } }: CheckContext): Finding {
  const about = { id: "packages-scope", subject: String(token) } as const;
  if (user.outcome === "unknown") {
    const message = "GitHub gave no answer, so the token's scopes are unknown";
    return { ...about, outcome: "unknown", message };
  }
  const { facts } = user;
  if (facts.accepted === false) {
    const message = "GitHub does not recognize the token, so its scopes are unknown";
    return { ...about, outcome: "unknown", message };
  }
  if (facts.accepted === null) {
    const message = "GitHub's response says nothing about the token, so its scopes are unknown";
    return { ...about, outcome: "unknown", message };
  }
  const abilities = [abilityOnRegistry(facts, "log in"), abilityOnRegistry(facts, "push")];
  const refused = abilities.filter(({ can }) => can === "no").at(-1);
  if (refused !== undefined) {
    const { reason, missing, fix } = refused;
    const message = missing.length === 0 ? reason : missingScopes(missing);
    return { ...about, outcome: "fail", message, cause: toSentence(reason), fix };
  }
  const unknown = abilities.filter(({ can }) => can === "unknown").at(-1);
  if (unknown !== undefined) {
    const message = "GitHub does not report the permissions of this kind of token";
    return {
      ...about,
      outcome: "unknown",
      message,
      cause: toSentence(unknown.reason),
      fix: unknown.fix,
    };
  }
  const scopes = facts.scopes ?? [];
  const surplus = surplusScopes(scopes, publishingScopes);
  const notes =
    surplus.length === 0
      ? []
      : [
          `The token has more scopes than publishing needs (${surplus.join(", ")}). A token with fewer scopes does less damage if it is stolen.`,
        ];
  return {
    ...about,
    outcome: "pass",
    message: scopes.filter((one) => !surplus.includes(one)).join(", "),
    notes,
  };
}

function missingScopes(scopes: readonly string[]): string {
  return `${scopes.join(" and ")} ${scopes.length === 1 ? "is" : "are"} missing`;
}
