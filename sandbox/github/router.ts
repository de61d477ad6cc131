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

interface Template {
  readonly id: string;
  readonly operation: Operation;
  readonly method: string;
  /** Of the path, between its slashes; a parameter is one in braces. */
  readonly parts: readonly string[];
}

const parameter = /^\{(.+)\}$/;

/** Those with fewer parameters first: `secrets/public-key` is no secret's name. */
const templates: readonly Template[] = Object.entries(operations)
  .map(([id, operation]) => {
    const [method = "", path = ""] = operation.route.split(" ");
    return { id, operation, method, parts: path.split("/") };
  })
  .sort((a, b) => countParameters(a) - countParameters(b));

function countParameters({ parts }: Pick<Template, "parts">): number {
  return parts.filter((part) => parameter.test(part)).length;
}

/** The operation for the path (still escaped), or null. */
export function findRoute(method: string, path: string): Route | null {
  const rest = REST_OF_PATH.exec(path);
  const folded = rest === null ? path : `${rest[1] ?? ""}${fold(rest[2] ?? "")}`;
  const values = folded.replace(/\/+$/, "").split("/");
  const found = templates.find((template) => matches(template, method, values));
  if (found === undefined) return null;
  const { id, operation, parts } = found;
  const parameters = readParameters(parts, values);
  return parameters === null ? null : { id, operation, parameters };
}

function matches(template: Template, method: string, values: readonly string[]): boolean {
  const { parts } = template;
  return (
    template.method === method &&
    parts.length === values.length &&
    parts.every((part, index) =>
      parameter.test(part) ? values[index] !== "" : part === values[index],
    )
  );
}

/** An empty rest is the root folder, encoded as a non-empty part. */
function fold(rest: string): string {
  return rest === "" ? "%2F" : rest.replaceAll("/", "%2F");
}

/** Decoded, because a package's name may contain escaped slashes. Null for an invalid escape. */
function readParameters(
  parts: readonly string[],
  values: readonly string[],
): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const name = parameter.exec(part)?.[1];
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
