import { stringify } from "yaml";
import { z } from "zod";
import { withoutOptional, type SettingMeta } from "../../stack/settings/schema/kinds";
import { settingsSchema } from "../../stack/settings/schema";
import { secretKeys } from "../../stack/settings/schema/stack";

/** The reference of all settings, generated from the schema that validates them. */
export function renderSettingsPage(): string {
  return [
    "# Settings",
    "<!-- Generated from stack/settings/schema by 'npm run docs'. -->",
    opening,
    codeBlock("yaml", minimalFile),
    "The first line is for editors that use yaml-language-server: it turns on completion and validation. The path starts at the stack's file.",
    "`pulumi preview` and `pulumi up` check the settings before anything is changed. They report all problems at once, each with the setting's path and the fix.",
    "## Secrets",
    "Each secret is a separate setting, which you store encrypted with `--secret`. A secret in plain text, or inside another setting, is rejected.",
    ...Object.entries(secretKeys).flatMap(([key, response]) => renderSecret(key, response)),
    "## The stack",
    ...renderSections(settingsSchema, "ghcr:"),
    yamlPitfalls,
  ].join("\n\n");
}

const opening =
  "Write the settings of a stack into its file, `Pulumi.STACK.yaml`, under `config:`. A minimal file:";

const minimalFile = [
  "# yaml-language-server: $schema=docs/stack.schema.json",
  "config:",
  "  ghcr:owner: YOUR-NAME",
  "  ghcr:repositories:",
  "    my-app:",
  "      images:",
  "        my-app: ../my-app",
].join("\n");

/** Common YAML mistakes. */
const yamlPitfalls = `## YAML

YAML reads some values differently from how they look:

- Write tags and build arguments in quotes: \`"1.10"\`. Without quotes, \`1.10\` is the number 1.1, and \`012\` is the number 10. Where text is required, a number is rejected.
- Write names of digits in quotes, too. In \`ghcr:owner\`, \`ghcr:registry\`, \`ghcr:username\`, \`ghcr:pullUsername\`, \`ghcr:version\` and in the names of repositories, images and mirrors, Pulumi converts a number to text before it can be rejected.
- Write \`true\` or \`false\`. The words \`yes\`, \`no\`, \`on\` and \`off\` are text.
- Write dates in quotes: \`"2026-11-21"\`.
- Use each key only once. Pulumi rejects a duplicate key.
`;

function renderSecret(key: string, response: string): string[] {
  const variables: Readonly<Record<string, string>> = {
    "ghcr:token": "GHCR_TOKEN",
    "ghcr:pullToken": "GHCR_PULL_TOKEN",
    "github:token": "GITHUB_TOKEN",
  };
  const variable = variables[key];
  const none = variable === undefined ? "none" : `the environment variable \`${variable}\``;
  return [
    `### \`${key}\``,
    response,
    `- Default: ${none}\n- Example: \`npx pulumi config set --secret ${key.replace("NAME", "npm")}\``,
  ];
}

/** The settings that an example needs beside one of the keys of its path, and the key's index. */
interface ExampleContext {
  readonly at: number;
  readonly beside: NonNullable<SettingMeta["beside"]>;
}

/** No other settings. */
const noContext: ExampleContext = { at: 0, beside: {} };

/** A section for each setting of a map, and of the maps below it. */
function renderSections(
  map: z.ZodObject,
  prefix: string,
  around: ExampleContext = noContext,
): string[] {
  return Object.entries(map.shape).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const inner = withoutOptional(schema);
    const about = (schema as z.ZodType).meta() as unknown as SettingMeta;
    const section = [
      `### \`${path}\``,
      about.description,
      [`- Default: ${defaultOf(schema, about)}`, ...shortFormLines(schema)].join("\n"),
      ...(about.examples ?? []).map((value) => {
        if (!path.includes(".")) return renderExample(path, { [path]: value });
        const isInside = around.at > 0;
        const settings = {
          ...requiredSettings(map),
          ...(isInside ? {} : about.beside),
          [name]: value,
        };
        const beside = about.beside ?? around.beside;
        return renderExample(path, settings, isInside ? { ...around, beside } : noContext);
      }),
    ];
    const within = about.beside && { beside: about.beside, at: path.split(".").length - 1 };
    return [...section, ...renderInnerSections(inner, path, within ?? around)];
  });
}

function renderInnerSections(schema: unknown, path: string, around: ExampleContext): string[] {
  if (schema instanceof z.ZodObject) {
    // The settings in it are described at the repositories and the images.
    return path === "ghcr:defaults"
      ? [describeSharedSettings(schema)]
      : renderSections(schema, `${path}.`, around);
  }
  if (!(schema instanceof z.ZodRecord)) return [];
  const value = schema.valueType;
  return value instanceof z.ZodObject ? renderSections(value, `${path}.NAME.`) : [];
}

function describeSharedSettings(schema: z.ZodObject): string {
  const names = Object.keys(schema.shape).map((name) => `\`${name}\``);
  return `It can contain ${names.join(", ")}, with the same meaning as in a repository or an image.`;
}

/** The short form of the map, or of the map's values. */
function shortFormLines(schema: unknown): string[] {
  const inner = withoutOptional(schema);
  const isRecord = inner instanceof z.ZodRecord;
  const described: unknown = isRecord ? inner.valueType : schema;
  const about =
    described instanceof z.ZodType ? (described.meta() as SettingMeta | undefined) : undefined;
  const long = inner instanceof z.ZodArray ? "a list" : "a map";
  const label = isRecord ? "Short form of each entry" : "Short form";
  return [
    ...(about?.short === undefined
      ? []
      : [`- ${label}: instead of ${long}, write only ${lowerFirst(about.short)}`]),
    ...(about?.switch === undefined ? [] : [`- ${label}: \`true\` for ${about.switch}`]),
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
function renderExample(
  path: string,
  settings: Readonly<Record<string, unknown>>,
  { beside, at }: ExampleContext = noContext,
): string {
  const above = path.split(".").slice(0, -1);
  const steps = above.map((step) => (step === "NAME" ? "my-app" : step));
  const nested = steps.reduceRight<unknown>(
    (inner, step, index) => ({ ...(index === at ? beside : {}), [step]: inner }),
    settings,
  );
  return codeBlock("yaml", stringify(nested, { lineWidth: 0 }).trim());
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
