export type JsonSchema = Record<string, unknown>;

const REFERENCE = "#/components/schemas/";

/** Documentation, of which some (`example`) may look like a schema. */
const NOT_RULES = new Set([
  "description",
  "title",
  "example",
  "examples",
  "default",
  "discriminator",
]);

/**
 * Converts an OpenAPI 3.0 schema to JSON Schema: the two differ in how they allow null. Its
 * references become the names of the schemas, which are returned, too.
 */
export function toJsonSchema(schema: JsonSchema): { converted: JsonSchema; names: Set<string> } {
  const names = new Set<string>();
  return { converted: convert(schema, names), names };
}

function convert(schema: JsonSchema, names: Set<string>): JsonSchema {
  const { nullable, ...rest } = schema;
  const converted: JsonSchema = {};
  for (const [keyword, value] of Object.entries(rest)) {
    if (NOT_RULES.has(keyword) || keyword.startsWith("x-")) continue;
    // GitHub's alternatives overlap: a plain 409 matches both errors that the contents API can
    // answer, so GitHub itself would violate `oneOf`.
    const name = keyword === "oneOf" ? "anyOf" : keyword;
    converted[name] = convertValue(keyword, value, names);
  }
  return nullable === true ? allowNull(converted) : converted;
}

function convertValue(keyword: string, value: unknown, names: Set<string>): unknown {
  if (keyword === "$ref") {
    const name = String(value).replace(REFERENCE, "");
    names.add(name);
    return name;
  }
  if (keyword === "enum" || keyword === "required") return value;
  if (keyword === "properties") {
    const properties = Object.entries(value as Record<string, JsonSchema>);
    return Object.fromEntries(properties.map(([name, one]) => [name, convert(one, names)]));
  }
  if (Array.isArray(value)) return value.map((one: JsonSchema) => convert(one, names));
  return typeof value === "object" && value !== null ? convert(value as JsonSchema, names) : value;
}

/** Extends the type if there is one, so that ajv reports a violation in one sentence. */
function allowNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  const combines = ["$ref", "allOf", "anyOf"].some((keyword) => keyword in schema);
  if (typeof type !== "string" || combines) return { anyOf: [{ type: "null" }, schema] };
  const nullable = { ...schema, type: [type, "null"] };
  return Array.isArray(values) && !values.includes(null)
    ? { ...nullable, enum: [...(values as unknown[]), null] }
    : nullable;
}
