import type { CheckContext, Subject, UserAnswer } from "../../../core/checks/answers";
import { evaluateApi } from "../../../core/checks/githubApi";
import { evaluateScopes } from "../../../core/checks/packagesScope";
import { toSentence } from "../../../core/checks/finding";
import { defaultUses } from "../../../core/checks/purpose";
import { administratorAbility, type AdministratorAct } from "../../../core/tokens/abilities";
import { newTokenPage } from "../../../core/tokens/scopes";
import type { Token } from "../../../core/tokens/token";
import type { SettingFinding } from "../finding";
import type { Observations } from "../observations";
import type { DesiredStack } from "../../model";

/** The input of a token's checks, without what only the doctor reads. */
export function checkContextFor(
  { owner, registry }: DesiredStack,
  token: Token,
  user: UserAnswer,
): CheckContext {
  const subject: Subject = { owner, registry, repositories: [], images: [] };
  return { subject, token, use: defaultUses.publish, answers: { user } };
}

export function evaluateAdminToken(
  stack: DesiredStack,
  observed: Observations,
): readonly SettingFinding[] {
  const setting = "github:token";
  const { admin: user } = observed.users;
  const { admin: token } = stack.credentials;
  if (token === undefined || user === undefined) return [];
  const api = { ...evaluateApi(checkContextFor(stack, token, user)), setting };
  if (user.outcome !== "answered" || api.outcome !== "pass") return [api];
  const { facts } = user;
  const acts = administratorActsOf(stack, observed.owner?.isOrganization !== false);
  const refused = acts
    .map((act) => ({ act, ability: administratorAbility(facts, act) }))
    .filter(({ ability }) => ability.can === "no");
  const [first] = refused;
  if (first === undefined) return [api];
  const actions = refused.map(({ act }) => act).join(", ");
  return [
    {
      setting,
      outcome: "fail",
      message: `this token cannot ${actions}`,
      cause: toSentence(first.ability.reason),
      fix: first.ability.fix,
    },
  ];
}

/** What the stack's updates do as an administrator. */
export function administratorActsOf(
  { repositories, stackWorkflow }: Pick<DesiredStack, "repositories" | "stackWorkflow">,
  mayBeOrganization = true,
): readonly AdministratorAct[] {
  const isMaking = repositories.some(({ create, adopt }) => create || adopt);
  const isSharing =
    mayBeOrganization && repositories.some(({ secretScope }) => secretScope === "organization");
  const isDeleting = repositories.some(
    ({ create, adopt, onDestroy }) => (create || adopt) && onDestroy === "delete",
  );
  const isWriting =
    stackWorkflow !== undefined || repositories.some(({ workflow }) => workflow !== undefined);
  return [
    ...(isMaking ? (["manage repositories"] as const) : []),
    ...(isSharing ? (["manage organization secrets"] as const) : []),
    ...(isDeleting ? (["delete repositories"] as const) : []),
    ...(isWriting ? (["write workflow files"] as const) : []),
    ...(isWriting || repositories.length > 0
      ? (["manage secrets", "manage Actions settings"] as const)
      : []),
  ];
}

export function evaluatePublishToken(
  stack: DesiredStack,
  observed: Observations,
): readonly SettingFinding[] {
  const setting = "ghcr:token";
  const about = checkContextFor(stack, stack.credentials.publish, observed.users.publish);
  const api = { ...evaluateApi(about), setting };
  if (api.outcome !== "pass") return [api];
  const scopes = evaluateScopes(about, defaultUses.publish);
  // A token that was observed to push may push, even if no header lists its scopes. The doctor
  // reports scopes that are not needed.
  const isAllowed = [...observed.pushes.values()].every(({ outcome }) => outcome === "yes");
  const isOpen = scopes.outcome === "unknown" && !isAllowed;
  const isReported = scopes.outcome === "fail" || isOpen;
  return [api, ...(isReported ? [{ ...scopes, setting }] : []), ...evaluateLifetime(stack)];
}

/**
 * A workflow's token expires with its job, after a day at most, and another App's after an hour.
 * https://docs.github.com/en/actions/concepts/security/github_token
 */
function evaluateLifetime({ credentials, repositories }: DesiredStack): readonly SettingFinding[] {
  if (credentials.publish.kind !== "installation" || repositories.length === 0) return [];
  return [
    {
      setting: "ghcr:token",
      outcome: "pass",
      message: "this is a workflow's or a GitHub App's token, which expires within a day",
      cause: "It becomes the repositories' secret, and stops working there when it expires.",
      fix: ["Create a classic token:", newTokenPage(["read:packages", "write:packages"])],
      notes: ["This does not stop the update."],
    },
  ];
}
