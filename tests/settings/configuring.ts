import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../settings";

export const tokens = {
  "github:token": "ghp_exampleconfig1",
  "ghcr:token": "ghp_exampleconfig2",
};

export const secretKeys = Object.keys(tokens);

/**
 * Sets a stack's configuration: an owner and both tokens, changed by what is given. Settings that
 * are maps are written as Pulumi hands them over, in JSON.
 */
export function configure({
  repositories,
  ...changed
}: Record<string, unknown> & { readonly repositories?: unknown }): void {
  const config = { "ghcr:owner": "F1bonacci66", ...tokens, ...changed };
  const set = Object.entries(config).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  pulumi.runtime.setAllConfig(
    {
      ...Object.fromEntries(set),
      ...(repositories === undefined ? {} : { "ghcr:repositories": JSON.stringify(repositories) }),
    },
    secretKeys,
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
