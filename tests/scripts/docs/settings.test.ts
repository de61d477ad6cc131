import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { imageDefaults } from "../../../stack/settings/defaults";
import { settingsSchema } from "../../../stack/settings/schema";
import { renderSettingsPage } from "../../../scripts/docs/settingsPage";
import { stackSchema } from "../../../stack/settings/schema/stack";
import { configure, imageOf, readSettings } from "../../stack/settings/configuring";

const root = join(__dirname, "..", "..", "..");
const isStack = new Ajv({ strictTypes: false }).compile(stackSchema());

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** Each setting by its path, with NAME for chosen names. */
function listSettings(properties: JsonSchema["properties"] = {}, above: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = above === "" ? `ghcr:${name}` : `${above}.${name}`;
    const { additionalProperties: each } = schema;
    const inner = typeof each === "object" ? listSettings(each.properties, `${path}.NAME`) : [];
    // `defaults` are described at the repositories and the images.
    const direct = path === "ghcr:defaults" ? [] : listSettings(schema.properties, path);
    return [path, ...direct, ...inner];
  });
}

/** The page's YAML blocks. */
const blocks = [...renderSettingsPage().matchAll(/```yaml\n([^`]*)```/g)].map(
  ([, text = ""]) => text,
);

describe("the page", () => {
  it("begins with a minimal file of less than ten lines", () => {
    const [smallest = ""] = blocks;
    expect(smallest.trim().split("\n").length).toBeLessThan(10);
    expect(smallest).toMatch(/^# yaml-language-server: \$schema=docs\/stack\.schema\.json\n/);
    const { config } = parse(smallest) as { config: Record<string, unknown> };
    configure(config);
    expect(imageOf(readSettings({}), "my-app")).toEqual({
      name: "my-app",
      repository: "my-app",
      context: "../my-app",
      tags: ["latest"],
      attested: false,
      ...imageDefaults,
      services: ["my-app"],
    });
  });

  it("has a section for each setting, with a default", () => {
    const sections = renderSettingsPage().split(/\n(?=#+ )/);
    const { properties } = z.toJSONSchema(settingsSchema, { io: "input" }) as JsonSchema;
    const names = [
      ...listSettings(properties, ""),
      ...["ghcr:pullToken", "ghcr:token", "github:token", "ghcr:secret-NAME"],
    ];
    expect(names).toContain("ghcr:repositories.NAME.images.NAME.enforceVisibility");
    for (const name of names) {
      const section = sections.find((each) => each.startsWith(`### \`${name}\``));
      expect(`${name}: ${section ?? "none"}`).toMatch(/- Default: \S/);
      expect(`${name}: ${section ?? "none"}`).toMatch(/```yaml\n|- Example: /);
    }
  });

  it.each(blocks.slice(1))("has valid examples: %s", (block) => {
    const config = parse(block) as Record<string, unknown>;
    const [name = ""] = Object.keys(config);
    expect([isStack({ config }), isStack.errors]).toEqual([true, null]);
    configure({
      version: "v1.2.3",
      "secret-npm": "fakesecret",
      "secret-dockerHub": "fakesecret",
      ...config,
    });
    const settings = readSettings({}) as unknown as Record<string, unknown>;
    expect(name).toMatch(/^ghcr:/);
    if (name !== "ghcr:defaults") expect(settings).toHaveProperty(name.slice("ghcr:".length));
  });
});

describe("the schema for editors", () => {
  it("accepts the stack of this repository", () => {
    const stack: unknown = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8"));
    expect([isStack(stack), isStack.errors]).toEqual([true, null]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["other programs' keys", { "aws:region": "eu-west-1" }],
    ["an empty repository", { "ghcr:repositories": { a: null } }],
    ["short forms", { "ghcr:builder": "big", "ghcr:mirrors": { a: "quay.io/a/b:c" } }],
    ["an image's context alone", { "ghcr:repositories": { a: { images: { a: "." } } } }],
    ["a stored secret", { "ghcr:secret-npm": { secure: "v1:x" } }],
    ["a workflow of which all is default", { "ghcr:repositories": { a: { workflow: true } } }],
    ["a service alone", { "ghcr:mirrors": { a: { from: "quay.io/a/b:c", service: "db" } } }],
  ])("accepts %s", (_what, config) => {
    expect([isStack({ config }), isStack.errors]).toEqual([true, null]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a key that there is not", { "ghcr:repositorys": {} }],
    ["a key that only begins like one", { "ghcr:tokens": { secure: "x" } }],
    ["a setting that there is not", { "ghcr:repositories": { a: { visible: true } } }],
    ["a secret as plain text", { "ghcr:token": "ghp_examplefake" }],
    ["a pull token as plain text", { "ghcr:pullToken": "ghp_examplefake" }],
    ["a build secret as plain text", { "ghcr:secret-npm": "fakesecret" }],
    ["a number where text is expected", { "ghcr:defaults": { tags: [1.1] } }],
    ["an image without a context", { "ghcr:repositories": { a: { images: { a: {} } } } }],
    ["a word that is none of some", { "ghcr:preflight": "maybe" }],
  ])("rejects %s", (_what, config) => {
    expect(isStack({ config })).toBe(false);
  });

  it("has nothing that is only for the page", () => {
    expect(JSON.stringify(stackSchema())).not.toMatch(
      /"(defaultIs|missing|short|switch|beside|mayBeEmpty)":/,
    );
  });
});
