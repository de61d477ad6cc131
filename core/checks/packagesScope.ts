import { abilityOnRegistry } from "../tokens/abilities";
import { surplusScopes } from "../tokens/scopes";
import { asSentence, type Finding } from "./finding";
import type { Case } from "./answers";

/** What publishing takes; deleting old versions takes one more. */
const useful = ["read:packages", "write:packages", "delete:packages"];

/** Whether the token has what ghcr.io wants for publishing, by what GitHub tells of it. */
export function judgeScopes({ token, answers: { user } }: Case): Finding {
  const about = { id: "packages-scope", subject: String(token) } as const;
  if (user.outcome === "cannot tell") {
    const found = "GitHub gave no answer, so its scopes are not known";
    return { ...about, outcome: "cannot tell", found };
  }
  const { facts } = user;
  if (facts.accepted === false) {
    const found = "GitHub does not know the token, and tells no scopes";
    return { ...about, outcome: "cannot tell", found };
  }
  if (facts.accepted === null) {
    const found = "GitHub told nothing of the token, so its scopes are not known";
    return { ...about, outcome: "cannot tell", found };
  }
  const abilities = [abilityOnRegistry(facts, "log in"), abilityOnRegistry(facts, "push")];
  const refused = abilities.filter(({ can }) => can === "no").at(-1);
  if (refused !== undefined) {
    const { reason, missing, mend } = refused;
    const found = missing.length === 0 ? reason : missingScopes(missing);
    return { ...about, outcome: "fail", found, cause: asSentence(reason), mend };
  }
  const open = abilities.filter(({ can }) => can === "cannot tell").at(-1);
  if (open !== undefined) {
    const found = "no header tells the rights of a token of this kind";
    return {
      ...about,
      outcome: "cannot tell",
      found,
      cause: asSentence(open.reason),
      mend: open.mend,
    };
  }
  const scopes = facts.scopes ?? [];
  const surplus = surplusScopes(scopes, useful);
  const notes =
    surplus.length === 0
      ? []
      : [
          `It may do more than publish (${surplus.join(", ")}), which is no fault. A token that only publishes loses less when it is stolen.`,
        ];
  return {
    ...about,
    outcome: "pass",
    found: scopes.filter((one) => !surplus.includes(one)).join(", "),
    notes,
  };
}

/** Each by name. */
function missingScopes(scopes: readonly string[]): string {
  return `${scopes.join(" and ")} ${scopes.length === 1 ? "is" : "are"} missing`;
}
