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
  /** Absent where nothing was sent. */
  body?: unknown;
}

const OPTIONS: Options = {
  // GitHub's description contains OpenAPI keywords, and its schemas are not ours to validate.
  strict: false,
  validateSchema: false,
  // Report all errors at once.
  allErrors: true,
  // Two thirds of the time of compiling: what is shared is compiled once, and as it comes.
  inlineRefs: false,
  code: { optimize: false },
};

/**
 * Holds requests and answers against GitHub's own OpenAPI description. It says what does not fit in
 * sentences that hold names and rules and never a value: a value may be a secret.
 */
export class Validator {
  private read: GithubDescription | null = null;
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly bodies = newAjv(OPTIONS);
  /** What comes in a path or a query is text, whatever it stands for. */
  private readonly texts = newAjv({ ...OPTIONS, coerceTypes: "array" });

  constructor(private readonly ids: Iterable<string>) {}

  /** Reads the description when first called. */
  load(): GithubDescription {
    if (this.read !== null) return this.read;
    this.read = readDescription(this.ids);
    for (const [name, schema] of this.read.schemas) {
      this.bodies.addSchema(schema, name);
      this.texts.addSchema(schema, name);
    }
    return this.read;
  }

  requestMisfits(id: string, sent: SentRequest): string[] {
    const operation = this.load().operations.get(id);
    if (operation === undefined) return ["the operation is not described"];
    const query = Object.fromEntries(
      [...new Set(sent.query.keys())].map((name) => [name, sent.query.getAll(name)]),
    );
    // A copy: ajv puts numbers in the place of what reads as one.
    const texts = { path: { ...sent.parameters }, query };
    return [
      ...this.check(this.texts, `${id} texts`, parametersSchema(operation), texts),
      ...this.bodyMisfits(id, operation, sent.body),
    ];
  }

  /** `id` is null for a request that is no operation's. */
  responseMisfits(id: string | null, status: number, body: unknown): string[] {
    const operation = id === null ? undefined : this.load().operations.get(id);
    const described = operation?.responses[String(status)];
    // Any GET may be conditional, whether its description says so or not.
    if (status === 304) return body === undefined ? [] : ["an answer 304 has no body"];
    if (described === undefined && status < 300) return [`the status ${status} is not described`];
    if (described != null) {
      return this.check(this.bodies, `${id ?? ""} ${status}`, described, body);
    }
    if (described === null && body === undefined) return [];
    // An error that is described as empty has GitHub's usual body all the same; and that a renamed
    // repository leads on is not said at each operation.
    if (status >= 300) return this.check(this.bodies, BASIC_ERROR, { $ref: BASIC_ERROR }, body);
    return ["the answer is described as empty"];
  }

  private bodyMisfits(id: string, { body }: DescribedOperation, sent: unknown): string[] {
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
  // A repository with its owner: GitHub's own.
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
