import { findOrganization } from "../../../world/access";
import type { Repository, WorkflowPermissions } from "../../../world/world";
import { isSameName } from "../../../world/world";
import type { Answer } from "../../answer";
import { failure, noContent, ok, unprocessable } from "../../answer";
import { requireOrganization, requireRepository, requireWritable } from "../../find";
import type { Call, Operations } from "../../operation";

const ORGANIZATION = "/orgs/{org}/actions/permissions/workflow";
const REPOSITORY = "/repos/{owner}/{repo}/actions/permissions/workflow";

const notAllowed = failure(403, "Must have admin rights to Repository.");
/**
 * An organization's default binds its repositories. GitHub gives no reason: the provider prints
 * `409  []` (integrations/terraform-provider-github#2681).
 */
const conflict = failure(409, "");

/** What the tokens of workflows can do, in a repository and as an organization's default. */
export const workflowPermissionOperations: Operations = {
  "actions/get-github-actions-default-workflow-permissions-organization": {
    route: `GET ${ORGANIZATION}`,
    scopes: ["admin:org"],
    missingScopes: notAllowed,
    handle: (call) => show(requireOrganization(call, notAllowed).organization.actions),
  },
  "actions/set-github-actions-default-workflow-permissions-organization": {
    route: `PUT ${ORGANIZATION}`,
    scopes: ["admin:org"],
    missingScopes: notAllowed,
    handle: async (call) => {
      const { login, organization } = requireOrganization(call, notAllowed);
      const changes = parseBody(call);
      if (changes === null) return invalid;
      Object.assign(organization.actions, changes);
      // A stricter setting of the organization also applies to its repositories.
      for (const { owner, actions } of call.world.repositories) {
        if (!isSameName(owner, login)) continue;
        if (changes.defaultWorkflowPermissions === "read")
          actions.defaultWorkflowPermissions = "read";
        if (changes.canApprovePullRequestReviews === false)
          actions.canApprovePullRequestReviews = false;
      }
      await call.commit();
      return noContent;
    },
  },
  "actions/get-github-actions-default-workflow-permissions-repository": {
    route: `GET ${REPOSITORY}`,
    scopes: ["repo"],
    handle: (call) => show(requireRepository(call, "administer").actions),
  },
  "actions/set-github-actions-default-workflow-permissions-repository": {
    route: `PUT ${REPOSITORY}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireWritable(call, "administer");
      const changes = parseBody(call);
      if (changes === null) return invalid;
      if (isForbidden(call, repository, changes)) return conflict;
      Object.assign(repository.actions, changes);
      await call.commit();
      return noContent;
    },
  },
};

const invalid = unprocessable(
  "Invalid request.\n\nInvalid property /default_workflow_permissions.",
);

function show(actions: WorkflowPermissions): Answer {
  return ok({
    default_workflow_permissions: actions.defaultWorkflowPermissions,
    can_approve_pull_request_reviews: actions.canApprovePullRequestReviews,
  });
}

/** The settings in the body; null for an invalid value. */
function parseBody({ body }: Call): Partial<WorkflowPermissions> | null {
  const { default_workflow_permissions: level, can_approve_pull_request_reviews: approve } = body;
  if (level != null && level !== "read" && level !== "write") return null;
  return {
    ...(level == null ? {} : { defaultWorkflowPermissions: level }),
    ...(typeof approve === "boolean" ? { canApprovePullRequestReviews: approve } : {}),
  };
}

/**
 * Whether the repository's organization forbids these settings: a repository cannot be less strict
 * than its organization's default (docs.github.com, Managing GitHub Actions settings for a
 * repository).
 */
function isForbidden(
  { world }: Call,
  { owner }: Repository,
  changes: Partial<WorkflowPermissions>,
): boolean {
  const actions = findOrganization(world, owner)?.actions;
  if (actions === undefined) return false;
  const { defaultWorkflowPermissions: level, canApprovePullRequestReviews: approve } = changes;
  const forbidsWrite = level === "write" && actions.defaultWorkflowPermissions === "read";
  return forbidsWrite || (approve === true && !actions.canApprovePullRequestReviews);
}
