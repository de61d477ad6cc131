import { z } from "zod";
import type { SettingMeta } from "./kinds";
import { settingsSchema } from ".";

type JsonSchema = Record<string, unknown>;

/** How Pulumi stores a value that it has encrypted. */
function encryptedSchema(key: string, description: string): JsonSchema {
  return {
    description: `${description} Set it with: npx pulumi config set --secret ${key}`,
    type: "object",
    properties: { secure: { type: "string" } },
    required: ["secure"],
    additionalProperties: false,
  };
}

/**
 * The JSON Schema of a stack's file, for completion and validation in editors. Draft 7, because it
 * is the newest that all of yaml-language-server's features support.
 */
export function stackSchema(): JsonSchema {
  const { $schema, properties } = z.toJSONSchema(settingsSchema, {
    target: "draft-07",
    io: "input",
    override: ({ jsonSchema }) => {
      withShortForm(jsonSchema);
    },
  }) as { $schema: string; properties: Record<string, JsonSchema> };
  const settingNames = [...Object.keys(properties), "token", "pullToken"].map((name) => `${name}$`);
  const settings = Object.entries(properties).map(([name, schema]) => [`ghcr:${name}`, schema]);
  return {
    $schema,
    title: "A stack of pulumi-ghcr: Pulumi.STACK.yaml",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: {
          ...(Object.fromEntries(settings) as JsonSchema),
          "ghcr:token": encryptedSchema("ghcr:token", secretKeys["ghcr:token"]),
          "ghcr:pullToken": encryptedSchema("ghcr:pullToken", secretKeys["ghcr:pullToken"]),
          "github:token": encryptedSchema("github:token", secretKeys["github:token"]),
        },
        patternProperties: {
          "^ghcr:secret-": encryptedSchema("ghcr:secret-NAME", secretKeys["ghcr:secret-NAME"]),
          // The file may contain other programs' keys.
          [`^ghcr:(?!secret-|${settingNames.join("|")})`]: false,
        },
      },
    },
  };
}

/** The description of each secret. */
export const secretKeys = {
  "ghcr:token":
    "A classic token with `read:packages` and `write:packages`. It pushes images, and becomes the repositories' Actions secret.",
  "ghcr:pullToken":
    "A classic token with only `read:packages`, for machines that pull private images. It adds the output `dockerconfigjson`. The preflight rejects a token that can do more.",
  "github:token":
    "The token that administers the repositories; a stack of mirrors alone needs none. A classic one needs `repo`, and `workflow` to commit workflows. See [docs/tokens.md](tokens.md).",
  "ghcr:secret-NAME":
    "A secret for a build or a login. An image's `secrets` or a mirror's `login` refers to it by its NAME.",
} as const;

type Mutable = { -readonly [Name in keyof SettingMeta]?: SettingMeta[Name] };

/** Adds the short form, and removes metadata that only the documentation uses. */
function withShortForm(schema: JsonSchema & Mutable): void {
  const { description, short, switch: isSwitch, mayBeEmpty = false } = schema;
  delete schema.defaultIs;
  delete schema.mayBeEmpty;
  delete schema.missing;
  delete schema.short;
  delete schema.switch;
  delete schema.beside;
  if (short === undefined && isSwitch === undefined && !mayBeEmpty) return;
  const { examples, ...long } = schema;
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key);
  const shortForm =
    isSwitch !== undefined
      ? { type: "boolean" }
      : short === undefined
        ? { type: "null" }
        : { description: short, type: "string", minLength: 1 };
  Object.assign(schema, {
    description,
    ...(examples === undefined ? {} : { examples }),
    anyOf: [shortForm, long],
  });
}
