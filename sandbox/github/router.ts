import { OpenAPIRouter } from "openapi-backend/router";

import { accountOperations } from "./operations/accounts";
import { actionsOperations } from "./operations/actions";
import { commitOperations } from "./operations/commits";
import { contentOperations } from "./operations/contents";
import { packageOperations } from "./operations/packages";
import { rateLimitOperations } from "./operations/rateLimit";
import { repositoryOperations } from "./operations/repositories";
import type { Operation, Operations } from "./operation";

const operations: Operations = {
  ...accountOperations,
  ...actionsOperations,
  ...commitOperations,
  ...contentOperations,
  ...packageOperations,
  ...rateLimitOperations,
  ...repositoryOperations,
};

export interface Route {
  id: string;
  operation: Operation;
  parameters: Record<string, string>;
}

/** Parameters that take the rest of the path, slashes and all, which OpenAPI cannot say. */
const REST_OF_PATH = /^(\/repos\/[^/]+\/[^/]+\/(?:contents|branches|commits|git\/ref)\/)(.*)$/;

const router = new OpenAPIRouter({ definition: describe(), apiRoot: "/" });

/** The operation that the path (still escaped) asks for, or null. */
export function findRoute(method: string, path: string): Route | null {
  const rest = REST_OF_PATH.exec(path);
  const folded = rest === null ? path : `${rest[1] ?? ""}${fold(rest[2] ?? "")}`;
  const request = { method, path: folded, headers: {} };
  const match = router.matchOperation(request);
  const id = match?.operationId;
  const operation = id === undefined ? undefined : operations[id];
  if (match === undefined || id === undefined || operation === undefined) return null;
  return { id, operation, parameters: readParameters(match.path, folded) };
}

/** An empty rest is the root folder: a part that is not empty stands for it. */
function fold(rest: string): string {
  return rest === "" ? "%2F" : rest.replaceAll("/", "%2F");
}

/** The router's own reading decodes nothing, and a package's name holds escaped slashes. */
function readParameters(template: string, path: string): Record<string, string> {
  const values = path.split("/");
  const found: Record<string, string> = {};
  for (const [index, part] of template.split("/").entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) found[name] = decodeURIComponent(values[index] ?? "");
  }
  return found;
}

function describe(): ConstructorParameters<typeof OpenAPIRouter>[0]["definition"] {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, { route }] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    (paths[path] ??= {})[method.toLowerCase()] = { operationId, responses: {} };
  }
  return { openapi: "3.0.3", info: { title: "GitHub", version: "1" }, paths };
}
