import type { ActionsPolicy, OrganizationActions, Repository } from "../../../world/world";
import { UNRESTRICTED_POLICY, findAccount, isSameName } from "../../../world/world";
import type { Answer } from "../../answer";
import { failure, noContent, ok, unprocessable } from "../../answer";
import { requireOrganization, requireRepository, requireWritable } from "../../find";
import type { Call, Operation, Operations } from "../../operation";
import { paginate } from "../../page";
import { fullRepository } from "../../shapes/repository";
import { secretShape } from "../../secrets/secret";

const ORGANIZATION = "/orgs/{org}/actions/permissions";
const REPOSITORY = "/repos/{owner}/{repo}/actions/permissions";
const ALLOWED = ["all", "local_only", "selected"] as const;
const ENABLED = ["all", "none", "selected"] as const;

const notAllowed = failure(403, "Must have admin rights to Repository.");
/**
 * An organization's policy binds its repositories. GitHub gives no reason: the provider prints
 * `409  []` (integrations/terraform-provider-github#2681).
 */
export const conflict = failure(409, "");

/** Which actions can run in an organization and in a repository, and their tokens' permissions. */
export const actionsPermissionOperations: Operations = {
  "actions/get-github-actions-permissions-organization": organizationOperation(
    `GET ${ORGANIZATION}`,
    (call, { login, actions }) => {
      const url = `${call.base}/orgs/${login}/actions/permissions`;
      const { enabledRepositories: enabled } = actions;
      return ok({
        enabled_repositories: enabled,
        ...(enabled === "selected" ? { selected_repositories_url: `${url}/repositories` } : {}),
        ...(enabled === "none" ? {} : policyShape(actions.policy, url)),
      });
    },
  ),
  "actions/set-github-actions-permissions-organization": organizationOperation(
    `PUT ${ORGANIZATION}`,
    async (call, { actions }) => {
      const enabled = ENABLED.find((one) => one === call.body.enabled_repositories);
      const policy = parsePolicy(call, actions.policy);
      if (enabled === undefined || policy === null) return unprocessable("Invalid request.");
      actions.enabledRepositories = enabled;
      actions.policy = policy;
      await call.commit();
      return noContent;
    },
  ),
  "actions/list-selected-repositories-enabled-github-actions-organization": organizationOperation(
    `GET ${ORGANIZATION}/repositories`,
    (call, { login, actions }) => {
      const all = listRepositories(call, login).filter(({ id }) =>
        actions.selectedRepositoryIds.includes(id),
      );
      const { items, headers } = paginate(
        call,
        `/orgs/${login}/actions/permissions/repositories`,
        all,
      );
      const repositories = items.map((one) => fullRepository(call.world, one, call.base, true));
      return { status: 200, body: { total_count: all.length, repositories }, headers };
    },
  ),
  "actions/set-selected-repositories-enabled-github-actions-organization": organizationOperation(
    `PUT ${ORGANIZATION}/repositories`,
    async (call, { login, actions }) => {
      const { selected_repository_ids: ids } = call.body;
      const knownIds = listRepositories(call, login).map(({ id }) => id);
      if (!Array.isArray(ids) || !ids.every((id) => knownIds.includes(Number(id)))) {
        return unprocessable("Validation Failed");
      }
      if (actions.enabledRepositories !== "selected") return conflict;
      actions.selectedRepositoryIds = ids.map(Number);
      await call.commit();
      return noContent;
    },
  ),
  "actions/get-allowed-actions-organization": organizationOperation(
    `GET ${ORGANIZATION}/selected-actions`,
    (_call, { actions }) => showSelectedActions(actions.policy),
  ),
  "actions/set-allowed-actions-organization": organizationOperation(
    `PUT ${ORGANIZATION}/selected-actions`,
    (call, { actions }) => setSelectedActions(call, actions.policy),
  ),
  "actions/get-github-actions-default-workflow-permissions-organization": organizationOperation(
    `GET ${ORGANIZATION}/workflow`,
    (_call, { actions }) =>
      ok({
        default_workflow_permissions: actions.defaultWorkflowPermissions,
        can_approve_pull_request_reviews: actions.canApprovePullRequestReviews,
      }),
  ),
  "actions/set-github-actions-default-workflow-permissions-organization": organizationOperation(
    `PUT ${ORGANIZATION}/workflow`,
    setWorkflowDefault,
  ),
  "actions/get-github-actions-permissions-repository": {
    route: `GET ${REPOSITORY}`,
    scopes: ["repo"],
    handle: (call) => {
      const repository = requireRepository(call, "administer");
      const url = `${call.base}/repos/${repository.owner}/${repository.name}/actions/permissions`;
      const { enabled, ...policy } = permissionsOf(repository);
      return ok({ enabled, ...(enabled ? policyShape(policy, url) : {}) });
    },
  },
  "actions/set-github-actions-permissions-repository": {
    route: `PUT ${REPOSITORY}`,
    scopes: ["repo"],
    handle: setRepositoryPermissions,
  },
  "actions/get-allowed-actions-repository": {
    route: `GET ${REPOSITORY}/selected-actions`,
    scopes: ["repo"],
    handle: (call) => showSelectedActions(permissionsOf(requireRepository(call, "administer"))),
  },
  "actions/set-allowed-actions-repository": {
    route: `PUT ${REPOSITORY}/selected-actions`,
    scopes: ["repo"],
    handle: (call) => setSelectedActions(call, permissionsOf(requireWritable(call, "administer"))),
  },
  "actions/list-repo-organization-secrets": {
    route: "GET /repos/{owner}/{repo}/actions/organization-secrets",
    scopes: ["repo"],
    handle: (call) => {
      const repository = requireRepository(call, "write");
      const all = Object.entries(findOrganizationActions(call, repository)?.secrets ?? {}).filter(
        ([, { visibility, repositoryIds }]) =>
          visibility === "all" ||
          (visibility === "private" && repository.visibility === "private") ||
          (visibility === "selected" && repositoryIds.includes(repository.id)),
      );
      const path = `/repos/${repository.owner}/${repository.name}/actions/organization-secrets`;
      const { items, headers } = paginate(call, path, all);
      const secrets = items.map(([name, secret]) => secretShape(name, secret));
      return { status: 200, body: { total_count: all.length, secrets }, headers };
    },
  },
};

interface Target {
  login: string;
  actions: OrganizationActions;
}

function organizationOperation(
  route: string,
  handle: (call: Call, found: Target) => Answer | Promise<Answer>,
): Operation {
  return {
    route,
    scopes: ["admin:org"],
    missingScopes: notAllowed,
    handle: (call) => {
      const { login, organization } = requireOrganization(call, "admin", notAllowed);
      return handle(call, { login, actions: organization.actions });
    },
  };
}

async function setWorkflowDefault(call: Call, { login, actions }: Target): Promise<Answer> {
  const { default_workflow_permissions: level, can_approve_pull_request_reviews: approve } =
    call.body;
  if (level != null && level !== "read" && level !== "write") {
    return unprocessable("Invalid request.\n\nInvalid property /default_workflow_permissions.");
  }
  if (level != null) actions.defaultWorkflowPermissions = level;
  if (typeof approve === "boolean") actions.canApprovePullRequestReviews = approve;
  // A stricter setting of the organization also applies to its repositories.
  for (const { actions: repositoryActions } of listRepositories(call, login)) {
    if (level === "read") repositoryActions.defaultWorkflowPermissions = "read";
    if (approve === false) repositoryActions.canApprovePullRequestReviews = false;
  }
  await call.commit();
  return noContent;
}

/**
 * Whether the repository's organization forbids the requested permissions: a repository cannot be
 * less strict than its organization's default (docs.github.com, Managing GitHub Actions settings
 * for a repository).
 */
export function isWorkflowDefaultForbidden(call: Call, repository: Repository): boolean {
  const actions = findOrganizationActions(call, repository);
  if (actions === undefined) return false;
  const { default_workflow_permissions: level, can_approve_pull_request_reviews: approve } =
    call.body;
  const forbidsWrite = level === "write" && actions.defaultWorkflowPermissions === "read";
  return forbidsWrite || (approve === true && !actions.canApprovePullRequestReviews);
}

async function setRepositoryPermissions(call: Call): Promise<Answer> {
  const repository = requireWritable(call, "administer");
  const { enabled } = call.body;
  const old = permissionsOf(repository);
  const policy = parsePolicy(call, old);
  if (typeof enabled !== "boolean" || policy === null) return unprocessable("Invalid request.");
  const organizationActions = findOrganizationActions(call, repository);
  if (organizationActions !== undefined && enabled) {
    const {
      enabledRepositories,
      selectedRepositoryIds,
      policy: organizationPolicy,
    } = organizationActions;
    const canRun =
      enabledRepositories === "all" ||
      (enabledRepositories === "selected" && selectedRepositoryIds.includes(repository.id));
    if (
      !canRun ||
      (organizationPolicy.allowed !== "all" && policy.allowed !== organizationPolicy.allowed)
    )
      return conflict;
  }
  repository.actions.permissions = { ...policy, enabled };
  await call.commit();
  return noContent;
}

function permissionsOf({ actions }: Repository): ActionsPolicy & { enabled: boolean } {
  return actions.permissions ?? { enabled: true, ...UNRESTRICTED_POLICY };
}

function findOrganizationActions(
  call: Call,
  { owner }: Repository,
): OrganizationActions | undefined {
  return findAccount(call.world, owner)?.organization?.actions;
}

function listRepositories(call: Call, login: string): Repository[] {
  return call.world.repositories.filter(({ owner }) => isSameName(owner, login));
}

/** The policy with the body's changes; null for an invalid value. */
function parsePolicy(call: Call, old: ActionsPolicy): ActionsPolicy | null {
  const { allowed_actions: requested, sha_pinning_required: pinning } = call.body;
  const allowed = requested === undefined ? old.allowed : ALLOWED.find((one) => one === requested);
  if (allowed === undefined) return null;
  const shaPinningRequired = typeof pinning === "boolean" ? pinning : old.shaPinningRequired;
  return { ...old, allowed, shaPinningRequired };
}

function policyShape(policy: ActionsPolicy, url: string): Record<string, unknown> {
  return {
    allowed_actions: policy.allowed,
    ...(policy.allowed === "selected" ? { selected_actions_url: `${url}/selected-actions` } : {}),
    sha_pinning_required: policy.shaPinningRequired,
  };
}

function showSelectedActions(policy: ActionsPolicy): Answer {
  if (policy.allowed !== "selected") return conflict;
  return ok({
    github_owned_allowed: policy.githubOwned,
    verified_allowed: policy.verified,
    patterns_allowed: policy.patterns,
  });
}

async function setSelectedActions(call: Call, policy: ActionsPolicy): Promise<Answer> {
  if (policy.allowed !== "selected") return conflict;
  const {
    github_owned_allowed: github,
    verified_allowed: verified,
    patterns_allowed: patterns,
  } = call.body;
  if (typeof github === "boolean") policy.githubOwned = github;
  if (typeof verified === "boolean") policy.verified = verified;
  if (Array.isArray(patterns)) policy.patterns = patterns.map(String);
  await call.commit();
  return noContent;
}
