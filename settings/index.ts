import * as pulumi from "@pulumi/pulumi";
import { describeIssues, SettingsError } from "./problems";
import { settingsSchema, type PlainSettings } from "./schema";

export type { ImageSettings, RepositorySettings } from "./schema";
export { SettingsError } from "./problems";

/** The stack's settings, checked, with every default filled in. */
export interface Settings extends PlainSettings {
  /** Who logs in to the registry. */
  readonly username: string;
  /** The token that administers the repositories. */
  readonly githubToken: pulumi.Output<string>;
  /** The token that publishes: it pushes, and it becomes the repositories' Actions secret. */
  readonly token: pulumi.Output<string>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the stack's configuration; where it is silent, the environment's variables of the usual
 * names. Throws one error that tells everything that is wrong.
 */
export function readSettings(variables: Variables = process.env): Settings {
  const config = new pulumi.Config("ghcr");
  const problems: string[] = [];

  const object = (key: string): unknown => {
    try {
      return config.getObject(key);
    } catch {
      problems.push(`ghcr:${key}: is not a map; write it in the stack's file as YAML`);
      return undefined;
    }
  };
  const result = settingsSchema.safeParse(
    withoutUndefined({
      ...unknownSettings(),
      owner: config.get("owner") ?? variable(variables, "GITHUB_OWNER"),
      registry: config.get("registry") ?? variable(variables, "GHCR_REGISTRY"),
      username: config.get("username"),
      repositories: object("repositories"),
    }),
  );
  if (!result.success) problems.push(...describeIssues(result.error));

  const githubToken = secret("github", "token", variable(variables, "GITHUB_TOKEN"));
  if (githubToken === undefined) {
    problems.push(
      "github:token: is not set; set it with 'pulumi config set --secret github:token', or in the variable GITHUB_TOKEN",
    );
  }
  const token = secret("ghcr", "token", variable(variables, "GHCR_TOKEN"));
  if (token === undefined) {
    problems.push(
      "ghcr:token: is not set; set it with 'pulumi config set --secret ghcr:token', or in the variable GHCR_TOKEN",
    );
  }
  if (!result.success || githubToken === undefined || token === undefined || problems.length > 0) {
    throw stop(new SettingsError(problems));
  }
  const { data } = result;
  return { ...data, username: data.username ?? data.owner, githubToken, token };
}

/** A variable's value; an empty one counts as absent, as a CI job passes on what is not set. */
function variable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}

/**
 * The settings that this program does not know. A slip in 'repositories' would otherwise leave a
 * program that declares nothing, and Pulumi would delete what the stack has. Their values are left
 * out: one of them may be a token under a wrong name.
 */
function unknownSettings(): Record<string, null> {
  const known = new Set(["token", ...Object.keys(settingsSchema.shape)]);
  return Object.fromEntries(
    Object.keys(pulumi.runtime.allConfig())
      .filter((key) => key.startsWith("ghcr:"))
      .map((key) => key.slice("ghcr:".length))
      .filter((name) => !known.has(name))
      .map((name) => [name, null]),
  );
}

/** A Pulumi secret from the moment it is read. */
function secret(
  namespace: string,
  key: string,
  fallback: string | undefined,
): pulumi.Output<string> | undefined {
  const configured = new pulumi.Config(namespace).getSecret(key);
  if (configured !== undefined) return configured;
  return fallback === undefined ? undefined : pulumi.secret(fallback);
}

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/**
 * An error that Pulumi prints as it is. It must be thrown: a program that only logs an error and
 * returns lets the engine delete what it did not declare. The stack is its message because Pulumi
 * spends many seconds to prepare a trace that helps nobody here.
 */
function stop(error: SettingsError): pulumi.RunError {
  const thrown = new pulumi.RunError(error.message);
  thrown.stack = error.message;
  return thrown;
}
