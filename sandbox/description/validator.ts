import { Ajv } from "ajv";
import type { ErrorObject, Options, ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

import { BASIC_ERROR, readDescription } from "./document";
import type { DescribedOperation, GithubDescription } from "./document";
import type { JsonSchema } from "./jsonSchema";

export interface SentRequest {
  /** The path's parts, decoded. */
  parameters: Record<string, string>;
  query: URLSearchParams;
  /** Absent if the request has no body. */
  body?: unknown;
}

const AJV_OPTIONS: Options = {
  // GitHub's description contains OpenAPI keywords, and its schemas are taken as they are.
  strict: false,
  validateSchema: false,
  // Report all errors at once.
  allErrors: true,
  // Compiling takes a third of the time: shared schemas are compiled once, without optimization.
  inlineRefs: false,
  code: { optimize: false },
};

/**
 * Compares requests and responses with GitHub's OpenAPI description. The messages contain names and
 * rules, never a value: a value may be a secret.
 */
export class Validator {
  private read: GithubDescription | null = null;
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly bodies = newAjv(AJV_OPTIONS);
  /** For paths and queries: their values are text, and are converted to the described type. */
  private readonly parameters = newAjv({ ...AJV_OPTIONS, coerceTypes: "array" });

  constructor(private readonly ids: Iterable<string>) {}

  /** Reads the description on the first call. */
  load(): GithubDescription {
    if (this.read !== null) return this.read;
    this.read = readDescription(this.ids);
    for (const [name, schema] of this.read.schemas) {
      this.bodies.addSchema(schema, name);
      this.parameters.addSchema(schema, name);
    }
    return this.read;
  }

  findRequestMisfits(id: string, sent: SentRequest): string[] {
    const operation = this.load().operations.get(id);
    if (operation === undefined) return ["the operation is not described"];
    const query = Object.fromEntries(
      [...new Set(sent.query.keys())].map((name) => [name, sent.query.getAll(name)]),
    );
    // A copy, because ajv converts the values in place.
    const texts = { path: { ...sent.parameters }, query };
    return [
      ...this.check(this.parameters, `${id} texts`, parametersSchema(operation), texts),
      ...this.findBodyMisfits(id, operation, sent.body),
    ];
  }

  /** `id` is null if the request matches no operation. */
  findResponseMisfits(id: string | null, status: number, body: unknown): string[] {
    const operation = id === null ? undefined : this.load().operations.get(id);
    const described = operation?.responses[String(status)];
    // Any GET can be conditional, even if its description does not list 304.
    if (status === 304) return body === undefined ? [] : ["a response with status 304 has no body"];
    if (described === undefined && status < 300) return [`the status ${status} is not described`];
    if (described != null) {
      return this.check(this.bodies, `${id ?? ""} ${status}`, described, body);
    }
    if (described === null && body === undefined) return [];
    // GitHub sends its usual body even with an error that is described as empty. The redirect of a
    // renamed repository is not described at each operation.
    if (status >= 300) return this.check(this.bodies, BASIC_ERROR, { $ref: BASIC_ERROR }, body);
    return ["the response is described as empty"];
  }

  private findBodyMisfits(id: string, { body }: DescribedOperation, sent: unknown): string[] {
    if (body === undefined) return [];
    if (sent === undefined) return body.required ? ["a body is required"] : [];
    return this.check(this.bodies, `${id} body`, body.schema, sent);
  }

  private check(ajv: Ajv, key: string, schema: JsonSchema, value: unknown): string[] {
    let validate = this.compiled.get(key);
    if (validate === undefined) {
      validate = ajv.compile(schema);
      this.compiled.set(key, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map(formatError);
  }
}

function newAjv(options: Options): Ajv {
  const ajv = new Ajv(options);
  addFormats(ajv);
  // GitHub's format for OWNER/NAME.
  ajv.addFormat("repo.nwo", /^[^/]+\/[^/]+$/);
  return ajv;
}

/** An unknown parameter is a violation, too: most likely it is misspelled. */
function parametersSchema({ parameters }: DescribedOperation): JsonSchema {
  const schemaFor = (name: string): JsonSchema => {
    const described = parameters.filter((parameter) => parameter.in === name);
    return {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(described.map(({ name, schema }) => [name, schema])),
      required: described.filter(({ required }) => required).map(({ name }) => name),
    };
  };
  return { type: "object", properties: { path: schemaFor("path"), query: schemaFor("query") } };
}

function formatError({ instancePath, message = "", keyword, params }: ErrorObject): string {
  const details = params as { additionalProperty?: string; allowedValues?: unknown[] };
  const suffix =
    keyword === "additionalProperties"
      ? ` (${details.additionalProperty ?? ""})`
      : keyword === "enum"
        ? ` (${(details.allowedValues ?? []).join(", ")})`
        : "";
  return `${instancePath === "" ? "/" : instancePath} ${message}${suffix}`;
}
