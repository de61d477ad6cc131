import { readVariable } from "../../core/process/environment";
import { readToken, type TokenReading } from "../../core/tokens/format";
import { Secret } from "../../core/tokens/secret";
import type { Token } from "../../core/tokens/token";
import type { Credentials } from "../model";
import type { RawConfiguration } from "./rawConfiguration";

/** The prefix of the keys that store secrets for builds and logins: `ghcr:secret-NAME`. */
export const secretPrefix = "secret-";

/** Where each token is configured. */
const tokenSources = {
  admin: { key: "github:token", fallback: "GITHUB_TOKEN", isOptional: false },
  publish: { key: "ghcr:token", fallback: "GHCR_TOKEN", isOptional: false },
  pull: { key: "ghcr:pullToken", fallback: "GHCR_PULL_TOKEN", isOptional: true },
} as const satisfies Record<keyof Credentials, object>;

/** The tokens' names below `ghcr:`. */
export const tokenNames: readonly string[] = ["token", "pullToken"];

/** Whether a key is one that must be stored encrypted. */
export function isSecretKey(key: string): boolean {
  const keys: readonly string[] = Object.values(tokenSources).map((source) => source.key);
  return keys.includes(key) || key.startsWith(`ghcr:${secretPrefix}`);
}

interface ReadResult<Value> {
  readonly value: Value;
  /** One line for each problem, beginning with the key. */
  readonly problems: readonly string[];
}

/** Reads the requested tokens, without checking the others. */
export function readCredentials(
  raw: RawConfiguration,
  names: readonly (keyof Credentials)[],
  { isAdminOptional }: { readonly isAdminOptional: boolean },
): ReadResult<Partial<Credentials>> {
  const read = names.map((name) => [name, readCredential(raw, name, isAdminOptional)] as const);
  const tokens = read.map(([name, { value }]) => [name, value] as const);
  return {
    value: Object.fromEntries(tokens.filter(([, token]) => token !== undefined)),
    problems: read.flatMap(([, { problems }]) => problems),
  };
}

/** Reads the secrets that are stored as `ghcr:secret-NAME`, by NAME. */
export function readNamedSecrets(
  raw: RawConfiguration,
  names: readonly string[],
): ReadResult<ReadonlyMap<string, Secret>> {
  const problems: string[] = [];
  const secrets = new Map<string, Secret>();
  for (const name of names) {
    const key = `ghcr:${secretPrefix}${name}`;
    const { value, problem } = readSecret(raw, key);
    if (problem !== undefined) problems.push(`${key}: ${problem}`);
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
      problems.push(`${key}: is not a valid secret name; use letters, digits, '_', '.' and '-'`);
    }
    secrets.set(name, new Secret(key, value));
  }
  return { value: secrets, problems };
}

/** A token as a stack has it, with what is wrong with it. */
export interface StoredToken {
  readonly name: keyof Credentials;
  /** The key of its setting. */
  readonly key: string;
  /** The environment variable that replaces the setting, if one does. */
  readonly variable?: string | undefined;
  /** Undefined if it is missing or cannot be decrypted. */
  readonly reading?: TokenReading;
  /** What is wrong with how it is stored, and the fix. */
  readonly problem?: string | undefined;
}

/** Reads each token that a stack has or needs. */
export function readStoredTokens(
  raw: RawConfiguration,
  { isAdminOptional }: { readonly isAdminOptional: boolean },
): readonly StoredToken[] {
  const names: readonly (keyof Credentials)[] = ["publish", "admin", "pull"];
  return names.flatMap((name) => readStoredToken(raw, name, isAdminOptional) ?? []);
}

/**
 * No registry explains why a token with a stray character is rejected, so its format is checked
 * here.
 */
function readCredential(
  raw: RawConfiguration,
  name: keyof Credentials,
  isAdminOptional: boolean,
): ReadResult<Token | undefined> {
  const stored = readStoredToken(raw, name, isAdminOptional);
  if (stored === undefined) return { value: undefined, problems: [] };
  const { key, reading, problem } = stored;
  const problems = problem === undefined ? [] : [`${key}: ${problem}`];
  if (reading === undefined) return { value: undefined, problems };
  if ("token" in reading) return { value: reading.token, problems };
  const issues = reading.formatIssues.map(({ message, fix }) => `${key}: ${message}; ${fix}`);
  return { value: undefined, problems: [...problems, ...issues] };
}

/** Returns undefined for an optional token that is not set. */
function readStoredToken(
  raw: RawConfiguration,
  name: keyof Credentials,
  isAdminOptional: boolean,
): StoredToken | undefined {
  const { key, fallback, ...source } = tokenSources[name];
  const isOptional = source.isOptional || (name === "admin" && isAdminOptional);
  const isSet =
    raw.settings[key] !== undefined || readVariable(raw.environment, fallback) !== undefined;
  if (isOptional && !isSet) return undefined;
  const { value, problem, variable } = readSecret(raw, key, fallback);
  return value === undefined
    ? { name, key, problem: problem ?? "is encrypted and cannot be decrypted here" }
    : { name, key, variable, reading: readToken(value), problem };
}

interface StoredSecret {
  /** Undefined if it is missing, or encrypted and not decrypted. */
  readonly value: string | undefined;
  readonly problem?: string | undefined;
  /** The variable that it was read from. */
  readonly variable?: string | undefined;
}

function readSecret(raw: RawConfiguration, key: string, fallback?: string): StoredSecret {
  const command = `npx pulumi config set --secret ${key}`;
  const setting = raw.settings[key];
  const isEmpty = setting?.value === "" || setting?.value === null;
  if (setting !== undefined && !isEmpty) {
    const value = typeof setting.value === "string" ? setting.value : undefined;
    const problem = setting.isSecret
      ? undefined
      : `is stored as plain text; encrypt it: ${command}`;
    return { value, problem };
  }
  const substitute = fallback === undefined ? undefined : readVariable(raw.environment, fallback);
  if (substitute !== undefined) return { value: substitute, variable: fallback };
  const orVariable = fallback === undefined ? "" : `, or set the environment variable ${fallback}`;
  const state = isEmpty ? "is empty" : "is not set";
  const problem = `${state}; set it with '${command}'${orVariable}`;
  return { value: undefined, problem };
}
