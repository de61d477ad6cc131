import { stringify } from "yaml";
import { z } from "zod";
import { withoutOptional, type SettingMeta } from "../../stack/settings/schema/kinds";
import { settingsSchema } from "../../stack/settings/schema";
import { secretKeys } from "../../stack/settings/schema/stack";

/** The reference of all settings, generated from the schema that validates them. */
export function settingsPage(): string {
  return [
    "# Settings",
    "<!-- Generated from stack/settings/schema by 'npm run docs'. -->",
    opening,
    fenced("yaml", smallest),
    `The first line is for editors with yaml-language-server: it enables completion and validation. Its path is relative to the stack's file.`,
    "All problems are reported at once, with the path of each setting and how to fix it, and nothing is changed.",
    "## Secrets",
    "Each secret has its own key and is stored encrypted. A secret that is stored as plain text, or inside another setting, is rejected.",
    ...Object.entries(secretKeys).flatMap(([key, response]) => secretSection(key, response)),
    "## The stack",
    ...sections(settingsSchema, "ghcr:"),
    traps,
  ].join("\n\n");
}

const opening =
  "A stack's settings are in its file, `Pulumi.STACK.yaml`, under `config:`. A minimal file:";

const smallest = [
  "# yaml-language-server: $schema=docs/stack.schema.json",
  "config:",
  "  ghcr:owner: YOUR-NAME",
  "  ghcr:repositories:",
  "    my-app:",
  "      images:",
  "        my-app: ../my-app",
].join("\n");

/** Common YAML mistakes. */
const traps = `## YAML

- \`1.10\` is a number, and becomes 1.1; \`012\` becomes 10. Write tags and build arguments in quotes: \`"1.10"\`. A number is rejected where text is required. In \`ghcr:owner\`, \`ghcr:registry\`, \`ghcr:username\`, \`ghcr:pullUsername\`, \`ghcr:version\` and in the names of repositories, images and mirrors Pulumi converts the number to text before it can be checked, so write a name of digits in quotes.
- \`yes\`, \`no\`, \`on\` and \`off\` are text. Write \`true\` and \`false\`.
- \`2026-11-21\` is a date. Write it in quotes.
- Pulumi itself rejects a duplicate key.
`;

function secretSection(key: string, response: string): string[] {
  const variables: Readonly<Record<string, string>> = {
    "ghcr:token": "GHCR_TOKEN",
    "ghcr:pullToken": "GHCR_PULL_TOKEN",
    "github:token": "GITHUB_TOKEN",
  };
  const variable = variables[key];
  const none = variable === undefined ? "none" : `the variable \`${variable}\``;
  return [
    `### \`${key}\``,
    response,
    `- Default: ${none}\n- Example: \`pulumi config set --secret ${key.replace("NAME", "npm")}\``,
  ];
}

/** What an example needs beside one of the steps of its path, and at which step. */
interface Around {
  readonly at: number;
  readonly beside: NonNullable<SettingMeta["beside"]>;
}

/** Nothing beside the first step. */
const noSurroundings: Around = { at: 0, beside: {} };

/** A section for each setting of a map, and of the maps below it. */
function sections(map: z.ZodObject, prefix: string, around: Around = noSurroundings): string[] {
  return Object.entries(map.shape).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const inner = withoutOptional(schema);
    const about = (schema as z.ZodType).meta() as unknown as SettingMeta;
    const section = [
      `### \`${path}\``,
      about.description,
      [`- Default: ${defaultOf(schema, about)}`, ...shortForm(schema)].join("\n"),
      ...(about.examples ?? []).map((value) => {
        if (!path.includes(".")) return example(path, { [path]: value });
        const isInside = around.at > 0;
        const settings = {
          ...requiredSettings(map),
          ...(isInside ? {} : about.beside),
          [name]: value,
        };
        const beside = about.beside ?? around.beside;
        return example(path, settings, isInside ? { ...around, beside } : noSurroundings);
      }),
    ];
    const within = about.beside && { beside: about.beside, at: path.split(".").length - 1 };
    return [...section, ...below(inner, path, within ?? around)];
  });
}

function below(schema: unknown, path: string, around: Around): string[] {
  if (schema instanceof z.ZodObject) {
    // Their settings are described where they belong.
    return path === "ghcr:defaults" ? [sharedNames(schema)] : sections(schema, `${path}.`, around);
  }
  if (!(schema instanceof z.ZodRecord)) return [];
  const value = schema.valueType;
  return value instanceof z.ZodObject ? sections(value, `${path}.NAME.`) : [];
}

function sharedNames(schema: z.ZodObject): string {
  const names = Object.keys(schema.shape).map((name) => `\`${name}\``);
  return `It may hold ${names.join(", ")}. They have the same meaning as on a repository or an image.`;
}

/** The short form of the map, or of the map's values. */
function shortForm(schema: unknown): string[] {
  const inner = withoutOptional(schema);
  const isRecord = inner instanceof z.ZodRecord;
  const described: unknown = isRecord ? inner.valueType : schema;
  const about =
    described instanceof z.ZodType ? (described.meta() as SettingMeta | undefined) : undefined;
  const long = inner instanceof z.ZodArray ? "a list" : "a map";
  const each = isRecord ? "each, instead of a map" : `instead of ${long}`;
  return [
    ...(about?.short === undefined ? [] : [`- A text, ${each}: ${lowerFirst(about.short)}`]),
    ...(about?.switch === undefined ? [] : [`- \`true\`, instead of ${long}: ${about.switch}`]),
    ...(about?.mayBeEmpty === true ? ["- A name without a value uses all defaults."] : []),
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function defaultOf(schema: unknown, about: SettingMeta): string {
  if (about.defaultIs !== undefined) return about.defaultIs;
  if (!(schema instanceof z.ZodOptional)) return "none; required";
  const isEmpty = JSON.stringify(about.default) === "{}";
  return isEmpty ? "none" : `\`${stringify(about.default, flow).trim()}\``;
}

const flow = { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 } as const;

/** A map's required settings, so that each example can be copied as it is. */
function requiredSettings(map: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map.shape)
      .filter(([, schema]) => !(schema instanceof z.ZodOptional))
      .map(([name, schema]) => [
        name,
        ((schema as z.ZodType).meta() as unknown as SettingMeta).examples?.[0],
      ]),
  );
}

/** An example of a map of settings in a stack's file, at the end of a path. */
function example(
  path: string,
  settings: Readonly<Record<string, unknown>>,
  { beside, at }: Around = noSurroundings,
): string {
  const above = path.split(".").slice(0, -1);
  const steps = above.map((step) => (step === "NAME" ? "my-app" : step));
  const nested = steps.reduceRight<unknown>(
    (inner, step, index) => ({ ...(index === at ? beside : {}), [step]: inner }),
    settings,
  );
  return fenced("yaml", stringify(nested, { lineWidth: 0 }).trim());
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
