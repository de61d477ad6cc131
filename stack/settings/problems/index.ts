import { z } from "zod";
import { findNearest } from "../../../core/text/nearest";
import { withoutTokens } from "../../../core/tokens/redact";
import { suggestPlace } from "./misplaced";
import { withoutOptional, type SettingMeta } from "../schema/kinds";
import { settingsSchema } from "../schema";
import { formatValue, formatName } from "./format";

export type Path = readonly PropertyKey[];

/** What is wrong with the setting at a path below `ghcr:`. */
export interface Problem {
  readonly path: Path;
  /** What is wrong and the fix, as text to follow the path. */
  readonly message: string;
}

/** The path of a setting: `ghcr:repositories.api.images.api.context`. */
export function settingAt(path: Path): string {
  return `ghcr:${path.map(formatName).join(".")}`;
}

/** The problems that the schema found. */
export function describeIssues(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [{ path: issue.path, message: describeIssue(issue) }];
    }
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: describeUnknownSetting(
        suggestPlace(issue.path, key) ?? suggestName(key, namesAt(issue.path)),
      ),
    }));
  });
}

/** The message for an unknown setting, with a suggestion. */
export function describeUnknownSetting(suggestion: string): string {
  return `is not a valid setting${suggestion}`;
}

/** `; did you mean 'context'?` if one of the names is similar, otherwise empty. */
export function suggestName(name: string, names: readonly string[]): string {
  const match = findNearest(name, names);
  return match === undefined ? "" : `; did you mean '${match}'?`;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return describeWrongKind(issue.expected, issue.input, metaAt(issue.path));
    case "invalid_value": {
      const values = issue.values.map(String);
      const list = values.join(", ");
      if (issue.values.includes(true)) {
        return `is ${kindOf(issue.input)}; expected one of ${list}, without quotes`;
      }
      if (typeof issue.input !== "string")
        return describeWrongKind("string", issue.input, undefined, list);
      return `${formatValue(issue.input)} is not one of ${list}${suggestName(issue.input, values)}`;
    }
    case "too_small":
      return "is an empty list; add an entry, or remove the setting";
    case "invalid_key":
      // A record nests the issues of a key in the issue about the key.
      return issue.issues.map(({ message }) => message).join("; ");
    default:
      return issue.message;
  }
}

function describeWrongKind(
  expected: string,
  value: unknown,
  meta?: SettingMeta,
  values?: string,
): string {
  const expectation = expectedKind(expected, meta, values);
  if (value === undefined) return `is not set; ${meta?.missing ?? `expected ${expectation}`}`;
  if (value === null) return `is empty; expected ${expectation}, or remove the setting`;
  if (expected === "string")
    return `${describeNonText(value)}${values === undefined ? "" : `: ${values}`}`;
  const kind = kindOf(value);
  if (expected === "boolean") return `is ${kind}; write true or false, without quotes`;
  if (expected === "array" && typeof value === "string") {
    return `is ${kind}; expected a list, so write it in brackets: [${formatValue(value).slice(1, -1)}]`;
  }
  return `is ${kind}; expected ${expectation}`;
}

function expectedKind(expected: string, meta?: SettingMeta, values?: string): string {
  if (values !== undefined) return `one of ${values}`;
  if (expected === "string") return "text";
  if (expected === "boolean") return "true or false";
  if (expected === "array") return "a list";
  if (expected === "number") return "a number";
  if (meta?.switch !== undefined) return "true, false or a map";
  return meta?.short === undefined ? "a map" : "a map or text";
}

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string") return `the text ${formatValue(value)}`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "a map";
}

/**
 * The message for a value that YAML did not read as text. The original text is lost: YAML drops
 * zeros.
 */
function describeNonText(value: unknown): string {
  if (typeof value === "number") {
    const zeros = "YAML drops trailing zeros, so 1.10 becomes 1.1, and reads 012 as 10";
    const fix = /^-?\d+(\.\d+)?$/.test(String(value)) && Math.abs(value) < 1e15;
    const example = Number.isInteger(value) ? `"${value}"` : `"${value}" or "${value}0"`;
    return `is the number ${value}; expected text, so write it in quotes${fix ? `: ${example}` : ""} (${zeros})`;
  }
  if (typeof value === "boolean") {
    return `is ${String(value)}, which YAML reads as a boolean; write it in quotes: "${String(value)}"`;
  }
  return `is ${kindOf(value)}; expected text`;
}

/** The part of the schema at a path, if the path exists. */
function schemaAt(path: Path): unknown {
  let schema: unknown = settingsSchema;
  for (const step of path) {
    schema = withoutOptional(schema);
    if (schema instanceof z.ZodObject) {
      const shape = schema.shape as Record<string, unknown>;
      schema = Object.hasOwn(shape, step) ? shape[String(step)] : undefined;
    } else if (schema instanceof z.ZodRecord) schema = schema.valueType;
    else if (schema instanceof z.ZodArray) schema = schema.element;
  }
  return schema;
}

function metaAt(path: Path): SettingMeta | undefined {
  const found = schemaAt(path);
  return found instanceof z.ZodType ? (found.meta() as SettingMeta | undefined) : undefined;
}

function namesAt(path: Path): readonly string[] {
  const found = withoutOptional(schemaAt(path));
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** More would be unreadable. */
const maxProblems = 20;

/** One message for everything that is wrong with the settings. */
export class SettingsError extends Error {
  /** The problems that the message shows. */
  readonly problems: readonly string[];

  /** Each problem is one line. */
  constructor(problems: readonly string[]) {
    const listed = problems.slice(0, maxProblems).map(withoutTokens);
    const more = problems.length - listed.length;
    super(
      [
        `The stack's settings have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}; nothing was changed.`,
        ...listed.map((problem) => `  - ${problem}`),
        ...(more > 0 ? [`  and ${more} more`] : []),
      ].join("\n"),
    );
    this.name = "SettingsError";
    this.problems = listed;
  }
}
