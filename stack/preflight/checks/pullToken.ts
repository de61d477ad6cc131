import { evaluateApi } from "../../../core/checks/githubApi";
import { toSentence } from "../../../core/checks/finding";
import { describeChangingScopes, newPullTokenFix } from "../../../core/checks/packagesScope";
import { abilityOnRegistry } from "../../../core/tokens/abilities";
import type { TokenFacts } from "../../../core/tokens/facts";
import { changingScopes } from "../../../core/tokens/scopes";
import type { SettingFinding } from "../finding";
import type { Observations } from "../observations";
import { checkContextFor } from "./tokens";
import type { DesiredStack } from "../../model";

const setting = "ghcr:pullToken";

/**
 * Checks that the pull token can only read packages: it is stored on every machine that pulls, and
 * anyone who takes it from one could otherwise push what all of them run.
 */
export function evaluatePullToken(
  stack: DesiredStack,
  { users: { pull: user } }: Observations,
): readonly SettingFinding[] {
  const token = stack.credentials.pull;
  if (token === undefined || user === undefined) return [];
  const api = { ...evaluateApi(checkContextFor(stack, token, user)), setting };
  if (api.outcome === "fail") return [{ ...api, fix: newPullTokenFix }];
  if (api.outcome !== "pass" || user.outcome !== "answered") return [api];
  return [
    api,
    ...evaluateAbilities(user.facts),
    ...evaluateAccount(user.facts.account, stack.pullUsername),
  ];
}

function evaluateAbilities(facts: TokenFacts): readonly SettingFinding[] {
  const pull = abilityOnRegistry(facts, "pull private packages");
  const cause = toSentence(pull.reason);
  if (pull.can === "no") {
    const message = "this token cannot pull private packages";
    return [{ setting, outcome: "fail", message, cause, fix: newPullTokenFix }];
  }
  const extraScopes = changingScopes(facts.scopes ?? []);
  if (extraScopes.length > 0) {
    return [{ setting, ...describeChangingScopes(extraScopes) }];
  }
  if (pull.can === "yes") return [];
  const message = "it is unknown whether this token can pull private packages and do nothing else";
  return [{ setting, outcome: "unknown", message, cause, fix: newPullTokenFix }];
}

/** It is unknown whether ghcr.io rejects a valid token with another username. */
function evaluateAccount(account: string | null, username: string): readonly SettingFinding[] {
  if (account === null || account.toLowerCase() === username.toLowerCase()) return [];
  return [
    {
      setting: "ghcr:pullUsername",
      outcome: "unknown",
      message: `ghcr:pullToken belongs to ${account}, but the login uses ${username}`,
      fix: [`Set its account: npx pulumi config set ghcr:pullUsername ${account}`],
    },
  ];
}
