import { noContent, ok, unprocessable } from "../../answer";
import { requireRepository, requireWritable } from "../../find";
import type { Operations } from "../../operation";
import { conflict, isWorkflowDefaultForbidden } from "./actionsPermissions";
import { repositorySecretOperations } from "./repositorySecrets";

const WORKFLOW = "/repos/{owner}/{repo}/actions/permissions/workflow";

export const actionsOperations: Operations = {
  ...repositorySecretOperations,
  "actions/get-github-actions-default-workflow-permissions-repository": {
    route: `GET ${WORKFLOW}`,
    scopes: ["repo"],
    handle: (call) => {
      const { actions } = requireRepository(call, "administer");
      return ok({
        default_workflow_permissions: actions.defaultWorkflowPermissions,
        can_approve_pull_request_reviews: actions.canApprovePullRequestReviews,
      });
    },
  },
  "actions/set-github-actions-default-workflow-permissions-repository": {
    route: `PUT ${WORKFLOW}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireWritable(call, "administer");
      const { actions } = repository;
      const {
        default_workflow_permissions: permissions,
        can_approve_pull_request_reviews: approve,
      } = call.body;
      if (permissions != null && permissions !== "read" && permissions !== "write") {
        return unprocessable("Invalid request.\n\nInvalid property /default_workflow_permissions.");
      }
      if (isWorkflowDefaultForbidden(call, repository)) return conflict;
      if (permissions != null) actions.defaultWorkflowPermissions = permissions;
      if (typeof approve === "boolean") actions.canApprovePullRequestReviews = approve;
      await call.commit();
      return noContent;
    },
  },
};
