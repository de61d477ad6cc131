import * as pulumi from "@pulumi/pulumi";
import type { Token } from "../../core/tokens/token";
import { readToken } from "../../core/tokens/format";

type Secret = pulumi.Output<string>;

/** The environment's variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The secrets of a stack, and what is wrong with the way they are stored. */
export interface Secrets {
  /** The token that administers the repositories. */
  readonly administrator: Token | undefined;
  /** The token that publishes. */
  readonly publisher: Token | undefined;
  /** The token that machines pull with, where one is set. */
  readonly puller: Token | undefined;
  /** What is stored as `ghcr:secret-NAME`, by NAME. */
  readonly named: ReadonlyMap<string, Secret>;
  /** Each with its key, because not all keys are ours. */
  readonly problems: readonly string[];
}

export const secretPrefix = "secret-";

/** Reads all that must be stored encrypted. No value is looked at more than it takes to be there. */
export function readSecrets(names: readonly string[], variables: Variables): Secrets {
  const problems: string[] = [];
  const read = (key: string): Secret | undefined => {
    const { value, problem } = readSecret(key);
    if (problem !== undefined) problems.push(`${key}: ${problem}`);
    return value === undefined ? undefined : pulumi.secret(value);
  };
  const administrator = readTokenOf("github:token", "GITHUB_TOKEN");
  const publisher = readTokenOf("ghcr:token", "GHCR_TOKEN");
  const isGiven =
    pulumi.runtime.allConfig()["ghcr:pullToken"] !== undefined ||
    variable(variables, "GHCR_PULL_TOKEN") !== undefined;
  const puller = isGiven ? readTokenOf("ghcr:pullToken", "GHCR_PULL_TOKEN") : undefined;
  const named = new Map<string, Secret>();
  for (const name of names) {
    const key = `ghcr:${secretPrefix}${name}`;
    const secret = read(key);
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
      problems.push(`${key}: is not a secret's name: letters, digits, '_', '.' and '-'`);
    }
    if (secret !== undefined) named.set(name, secret);
  }
  return { administrator, publisher, puller, named, problems };

  /** A slip that the eye does not see logs in nowhere, and no registry says why. */
  function readTokenOf(key: string, fallback: string): Token | undefined {
    const { value, problem } = readSecret(key, fallback);
    if (problem !== undefined) problems.push(`${key}: ${problem}`);
    if (value === undefined) return undefined;
    const reading = readToken(value);
    if ("token" in reading) return reading.token;
    for (const { slip, mend } of reading.slips) problems.push(`${key}: ${slip}; ${mend}`);
    return undefined;
  }

  function readSecret(
    key: string,
    fallback?: string,
  ): { readonly value?: string; readonly problem?: string } {
    const command = `pulumi config set --secret ${key}`;
    const value = pulumi.runtime.allConfig()[key];
    if (value !== undefined && value !== "") {
      if (isStoredSecret(key)) return { value };
      return { value, problem: `is stored as plain text; set it anew: ${command}` };
    }
    const substitute = fallback === undefined ? undefined : variable(variables, fallback);
    if (substitute !== undefined) return { value: substitute };
    const orVariable = fallback === undefined ? "" : `, or in the variable ${fallback}`;
    const what = value === undefined ? "is not set" : "is empty";
    return { problem: `${what}; set it with '${command}'${orVariable}` };
  }
}

/**
 * Whether a key's value is stored encrypted, whole or in a part. Pulumi tells its programs in
 * PULUMI_CONFIG_SECRET_KEYS, and keeps the function that reads it from its declarations: an older
 * or newer one without it cannot tell, and then nothing is refused.
 */
export function isStoredSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    readonly isConfigSecret?: (key: string) => boolean;
  };
  return isConfigSecret?.(key) ?? true;
}

/** A variable's value; an empty one counts as absent, as a CI job passes on what is not set. */
export function variable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}
