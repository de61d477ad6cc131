import { noContent, notFound, ok, unprocessable } from "../answer";
import { requireRepository, requireWritable } from "../find";
import type { Operations } from "../operation";
import { page } from "../page";
import { secretsKey } from "../sealedBox";
import { nameDenial, secretName, secretShape, sentSecret } from "../secret";
import { conflict, workflowDefaultIsForbidden } from "./actionsPermissions";

const SECRETS = "/repos/{owner}/{repo}/actions/secrets";
const WORKFLOW = "/repos/{owner}/{repo}/actions/permissions/workflow";

export const actionsOperations: Operations = {
  "actions/get-repo-public-key": {
    route: `GET ${SECRETS}/public-key`,
    scopes: ["repo"],
    handle: async (call) => {
      const key = await secretsKey(requireRepository(call, "write"));
      await call.commit();
      return ok({ key_id: key.id, key: key.publicKey });
    },
  },
  "actions/list-repo-secrets": {
    route: `GET ${SECRETS}`,
    scopes: ["repo"],
    handle: (call) => {
      const repository = requireRepository(call, "write");
      const all = Object.entries(repository.actions.secrets).sort(([a], [b]) => (a < b ? -1 : 1));
      const path = `/repos/${repository.owner}/${repository.name}/actions/secrets`;
      const { items, headers } = page(call, path, all);
      const secrets = items.map(([name, secret]) => secretShape(name, secret));
      return { status: 200, body: { total_count: all.length, secrets }, headers };
    },
  },
  "actions/get-repo-secret": {
    route: `GET ${SECRETS}/{secret_name}`,
    scopes: ["repo"],
    handle: (call) => {
      const name = secretName(call);
      const secret = requireRepository(call, "write").actions.secrets[name];
      return secret === undefined ? notFound : ok(secretShape(name, secret));
    },
  },
  "actions/create-or-update-repo-secret": {
    route: `PUT ${SECRETS}/{secret_name}`,
    scopes: ["repo"],
    handle: async (call) => {
      const { actions } = requireWritable(call, "write");
      const name = secretName(call);
      const denied = nameDenial(name);
      if (denied !== null) return denied;
      const old = actions.secrets[name];
      const sent = await sentSecret(call, actions.key, old);
      if ("denied" in sent) return sent.denied;
      actions.secrets[name] = sent.secret;
      await call.commit();
      return old === undefined ? { status: 201, body: {} } : noContent;
    },
  },
  "actions/delete-repo-secret": {
    route: `DELETE ${SECRETS}/{secret_name}`,
    scopes: ["repo"],
    handle: async (call) => {
      const { actions } = requireWritable(call, "write");
      const { [secretName(call)]: gone, ...kept } = actions.secrets;
      if (gone === undefined) return notFound;
      actions.secrets = kept;
      await call.commit();
      return noContent;
    },
  },
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
      if (workflowDefaultIsForbidden(call, repository)) return conflict;
      if (permissions != null) actions.defaultWorkflowPermissions = permissions;
      if (typeof approve === "boolean") actions.canApprovePullRequestReviews = approve;
      await call.commit();
      return noContent;
    },
  },
};
