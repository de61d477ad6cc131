import { readFileSync } from "node:fs";

import { toJsonSchema } from "./jsonSchema";
import type { JsonSchema } from "./jsonSchema";

export interface DescribedOperation {
  /** `GET /repos/{owner}/{repo}`. */
  route: string;
  parameters: DescribedParameter[];
  /** Absent if the operation has no JSON body. */
  body?: { required: boolean; schema: JsonSchema };
  /** By status; null for a response without JSON. */
  responses: Partial<Record<string, JsonSchema | null>>;
}

export interface DescribedParameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
}

/** GitHub's description of some operations, with every schema that they reference, by name. */
export interface GithubDescription {
  operations: Map<string, DescribedOperation>;
  schemas: Map<string, JsonSchema>;
}

interface Reference {
  $ref: string;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}
interface Content {
  content?: Partial<Record<string, { schema: JsonSchema }>>;
  required?: boolean;
}
interface Operation {
  operationId: string;
  parameters?: (Parameter | Reference)[];
  requestBody?: Content | Reference;
  responses: Record<string, Content | Reference>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

/** GitHub's schema of an error, for the statuses that an operation does not describe. */
export const BASIC_ERROR = "basic-error";

/**
 * Reads these operations from GitHub's complete description: 13 MB of JSON, in about 0.1 s. The
 * dereferenced version would be six times as large.
 */
export function readDescription(ids: Iterable<string>): GithubDescription {
  const file = require.resolve("@octokit/openapi/generated/api.github.com.json");
  const document = JSON.parse(readFileSync(file, "utf8")) as OpenApi;
  const schemas = new Map<string, JsonSchema>();
  const convert = (schema: JsonSchema): JsonSchema => {
    const { converted, names } = toJsonSchema(schema);
    names.forEach(addSchema);
    return converted;
  };
  const addSchema = (name: string): void => {
    const schema = document.components.schemas[name];
    if (schema === undefined || schemas.has(name)) return;
    // Set before its own references are followed: some are circular.
    schemas.set(name, {});
    schemas.set(name, convert(schema));
  };
  const requestedIds = new Set(ids);
  const operations = new Map<string, DescribedOperation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!requestedIds.has(operation.operationId)) continue;
      const route = `${method.toUpperCase()} ${path}`;
      operations.set(operation.operationId, { route, ...describe(document, operation, convert) });
    }
  }
  addSchema(BASIC_ERROR);
  return { operations, schemas };
}

function describe(
  document: OpenApi,
  operation: Operation,
  convert: (schema: JsonSchema) => JsonSchema,
): Omit<DescribedOperation, "route"> {
  const parameters = (operation.parameters ?? []).map((parameter) => {
    const { name, in: place, required = false, schema } = resolve<Parameter>(document, parameter);
    return { name, in: place, required, schema: convert(schema) };
  });
  const readSchema = (content: Content | Reference): JsonSchema | null => {
    const schema = resolve<Content>(document, content).content?.["application/json"]?.schema;
    return schema === undefined ? null : convert(schema);
  };
  const responses = Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [status, readSchema(response)]),
  );
  const { requestBody } = operation;
  const schema = requestBody === undefined ? null : readSchema(requestBody);
  if (requestBody === undefined || schema === null) return { parameters, responses };
  const { required = false } = resolve<Content>(document, requestBody);
  return { parameters, responses, body: { required, schema } };
}

/** Resolves a reference within the document. */
function resolve<T extends object>(document: OpenApi, value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const parts = value.$ref.replace(/^#\//, "").split("/");
  return parts.reduce<unknown>(
    (node, part) => (node as Record<string, unknown>)[part],
    document,
  ) as T;
}
