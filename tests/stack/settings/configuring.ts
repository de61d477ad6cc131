import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../../stack/settings";

export const tokens = {
  "github:token": "ghp_exampleconfig1",
  "ghcr:token": "ghp_exampleconfig2",
};

export const secretKeys = Object.keys(tokens);

/**
 * Sets a stack's configuration: an owner and both tokens, changed by what is given. A short name is
 * one under `ghcr:`. What is no text is written as Pulumi hands it over, in JSON; keys of secrets are
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
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      set.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    [...secretKeys, ...Object.keys(config).filter((key) => key.includes(":secret-")), ...stored],
  );
}

/** The error that the settings are refused with. */
export function refusal(variables: Record<string, string> = {}): Error {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("The settings were not refused");
}

export function messageOf(variables?: Record<string, string>): string {
  return refusal(variables).message;
}

/** The lines of the refusal that tell a problem each. */
export function problemsOf(variables?: Record<string, string>): readonly string[] {
  return messageOf(variables)
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ""));
}
