import type { Variables } from "../../../core/process/environment";
import type {
  DesiredImage,
  DesiredMirror,
  DesiredRepository,
  DesiredStack,
} from "../../../stack/model";
import { parseSettings, SettingsError, type RawConfiguration } from "../../../stack/settings";

export const tokens = {
  "github:token": "ghp_exampleconfig1",
  "ghcr:token": "ghp_exampleconfig2",
};

export const secretKeys = Object.keys(tokens);

let configured: RawConfiguration["settings"] = {};

/** Sets a stack's configuration as Pulumi passes it on: all values are text. */
export function setConfiguration(
  config: Readonly<Record<string, string>>,
  stored: readonly string[] = [],
): void {
  configured = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, { value, isSecret: stored.includes(key) }]),
  );
}

/**
 * Sets a stack's configuration: an owner and both tokens, with these changes. A short name is
 * one under `ghcr:`. Values other than text are passed as JSON, as Pulumi does; keys of secrets are
 * stored as secrets, and so are those named in `stored`.
 */
export function configure(
  changed: Readonly<Record<string, unknown>>,
  stored: readonly string[] = [],
): void {
  const config: Record<string, unknown> = { "ghcr:owner": "F1bonacci66", ...tokens };
  for (const [name, value] of Object.entries(changed)) {
    config[name.includes(":") ? name : `ghcr:${name}`] = value;
  }
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  setConfiguration(
    Object.fromEntries(
      set.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    [...secretKeys, ...Object.keys(config).filter((key) => key.includes(":secret-")), ...stored],
  );
}

/** The configuration, as the program reads it. */
export function configuration(environment: Variables = {}): RawConfiguration {
  return { settings: configured, environment, project: "project" };
}

/** The configured stack. Throws the problems of the settings. */
export function readSettings(environment: Variables = {}): DesiredStack {
  const parsed = parseSettings(configuration(environment), ["admin", "publish", "pull"]);
  if ("stack" in parsed) return parsed.stack;
  throw new SettingsError(parsed.problems);
}

/** The stack that these settings describe. */
export function stackWith(settings: Readonly<Record<string, unknown>>): DesiredStack {
  configure(settings);
  return readSettings();
}

export function repositoryOf(stack: DesiredStack, name: string): DesiredRepository {
  return findByName(stack.repositories, name);
}

export function imageOf(stack: DesiredStack, name: string): DesiredImage {
  return findByName(stack.images, name);
}

export function mirrorOf(stack: DesiredStack, name: string): DesiredMirror {
  return findByName(stack.mirrors, name);
}

function findByName<Named extends { readonly name: string }>(
  all: readonly Named[],
  name: string,
): Named {
  const one = all.find((each) => each.name === name);
  if (one === undefined) throw new Error(`there is no '${name}'`);
  return one;
}

/** The error of settings that are refused. */
export function errorOf(read: () => unknown): Error {
  try {
    read();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The settings were not refused");
}

export function messageOf(variables?: Record<string, string>): string {
  return errorOf(() => readSettings(variables)).message;
}

/** The problems in the error's message. */
export function problemsOf(variables?: Record<string, string>): readonly string[] {
  return messageOf(variables)
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ""));
}

/** The problems of these settings. */
export function problemsWith(settings: Readonly<Record<string, unknown>>): readonly string[] {
  configure(settings);
  return problemsOf();
}

/** The configured stack, without its tokens. */
export function readWithoutTokens(variables: Record<string, string> = {}): Partial<DesiredStack> {
  const { credentials, apiAddress, ...rest } = readSettings(variables);
  expect([credentials.admin?.kind, credentials.publish.kind]).toEqual(["classic", "classic"]);
  expect(apiAddress).toBe("https://api.github.com");
  return rest;
}

// The component fills in the others: they differ between a new repository and an adopted one.
export const repositoryDefaults = {
  create: false,
  autoInit: true,
  adopt: false,
  mayOverwrite: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
};

export const imageDefaults = {
  build: "pulumi",
  attested: false,
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
};

/** A stack's repositories: one, with one image with these settings. */
export function withImage(image: Record<string, unknown>): Record<string, unknown> {
  return { universe: { images: { universe: { context: ".", ...image } } } };
}

/** The path of that image. */
export const imagePath = "ghcr:repositories.universe.images.universe";
