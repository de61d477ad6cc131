import { administratorAbility, type AdministratorAct } from "../tokens/abilities";
import type { CheckContext } from "./answers";
import { missingScopes, toSentence, type Finding } from "./finding";
import { acceptedFacts } from "./githubApi";

/** Whether the token has the scopes to administer repositories, according to GitHub. */
export function evaluateRepositoryScopes(
  { token, answers }: CheckContext,
  acts: readonly AdministratorAct[],
): Finding {
  const about = { id: "repository-scope", subject: String(token) } as const;
  const facts = acceptedFacts(answers.user);
  if (typeof facts === "string") {
    const message = `${facts}, so the token's scopes are unknown`;
    return { ...about, outcome: "unknown", message };
  }
  const { can, reason, missing, fix } = administratorAbility(facts, ...acts);
  if (can === "yes") {
    return { ...about, outcome: "pass", message: (facts.scopes ?? []).join(", ") };
  }
  const cause = toSentence(reason);
  if (can === "no") {
    const message = missing.length === 0 ? reason : missingScopes(missing);
    return { ...about, outcome: "fail", message, cause, fix };
  }
  return {
    ...about,
    outcome: "unknown",
    message: "GitHub does not report whether this token can administer repositories",
    cause,
    fix: facts.kind === "fine-grained" ? checkPermissions : fix,
  };
}

const checkPermissions = [
  "Check that the token has the permissions Administration and Secrets, read and write, for its repositories. For workflow files it also needs Contents and Workflows:",
  "https://github.com/settings/personal-access-tokens",
];
