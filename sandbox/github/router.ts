import { OpenAPIRouter } from "openapi-backend/router";

import { accountOperations } from "./operations/accounts";
import { commentOperations } from "./operations/comments";
import { commitOperations } from "./operations/git/commits";
import { contentOperations } from "./operations/git/contents";
import { issueOperations } from "./operations/issues";
import { organizationSecretOperations } from "./operations/actions/organizationSecrets";
import { packageOperations } from "./operations/packages";
import { pullOperations } from "./operations/pulls";
import { rateLimitOperations } from "./operations/rateLimit";
import { referenceOperations } from "./operations/git/references";
import { repositoryOperations } from "./operations/repositories";
import { repositoryListOperations } from "./operations/repositoryLists";
import { repositorySecretOperations } from "./operations/actions/repositorySecrets";
import { rulesetOperations } from "./operations/rulesets";
import { workflowPermissionOperations } from "./operations/actions/workflowPermissions";
import type { Operation, Operations } from "./operation";

export const operations: Operations = {
  ...accountOperations,
  ...commentOperations,
  ...commitOperations,
  ...contentOperations,
  ...issueOperations,
  ...organizationSecretOperations,
  ...packageOperations,
  ...pullOperations,
  ...rateLimitOperations,
  ...referenceOperations,
  ...repositoryListOperations,
  ...repositoryOperations,
  ...repositorySecretOperations,
  ...rulesetOperations,
  ...workflowPermissionOperations,
};

export interface Route {
  id: string;
  operation: Operation;
  parameters: Record<string, string>;
}

/** Parameters that contain the rest of the path with slashes, which OpenAPI cannot express. */
const REST_OF_PATH =
  /^(\/repos\/[^/]+\/[^/]+\/(?:contents|branches|commits|git\/(?:refs?|matching-refs))\/)(.*)$/;

const router = new OpenAPIRouter({ definition: describe(), apiRoot: "/" });

/** The operation for the path (still escaped), or null. */
export function findRoute(method: string, path: string): Route | null {
  const rest = REST_OF_PATH.exec(path);
  const folded = rest === null ? path : `${rest[1] ?? ""}${fold(rest[2] ?? "")}`;
  const request = { method, path: folded, headers: {} };
  const match = router.matchOperation(request);
  const id = match?.operationId;
  const operation = id === undefined ? undefined : operations[id];
  if (match === undefined || id === undefined || operation === undefined) return null;
  const parameters = readParameters(match.path, folded);
  return parameters === null ? null : { id, operation, parameters };
}

/** An empty rest is the root folder, encoded as a non-empty part. */
function fold(rest: string): string {
  return rest === "" ? "%2F" : rest.replaceAll("/", "%2F");
}

/**
 * The router does not decode parameters, and a package's name may contain escaped slashes. Null for
 * an invalid escape.
 */
function readParameters(template: string, path: string): Record<string, string> | null {
  const values = path.split("/");
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.split("/").entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) continue;
    const value = decode(values[index] ?? "");
    if (value === null) return null;
    parameters[name] = value;
  }
  return parameters;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function describe(): ConstructorParameters<typeof OpenAPIRouter>[0]["definition"] {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, { route }] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    (paths[path] ??= {})[method.toLowerCase()] = { operationId, responses: {} };
  }
  return { openapi: "3.0.3", info: { title: "GitHub", version: "1" }, paths };
}
