import * as pulumi from "@pulumi/pulumi";
import { apiAddress } from "../../core/github/apiAddress";
import type { Token } from "../../core/tokens/token";
import { nearest } from "../../core/text/nearest";
import { belongs, unprefixed } from "./problems/misplaced";
import { mapValues, withDefaults, type RepositorySettings } from "./defaults";
import { mirrorWithDefaults, type MirrorSettings } from "./mirrors";
import {
  describeIssues,
  didYouMean,
  noSetting,
  settingAt,
  SettingsError,
  type Problem,
} from "./problems";
import { settingsSchema, type PlainSettings } from "./schema";
import { stackWorkflowWithDefaults, type StackWorkflowSettings } from "./stackWorkflow";
import { isStoredSecret, readSecrets, secretPrefix, variable, type Variables } from "./secrets";
import { writtenOut } from "./shortForms";
import { shownName } from "./problems/shown";
import { problemsTogether } from "./problems/together";

export type { ImageSettings, RepositorySettings } from "./defaults";
export type { MirrorSettings } from "./mirrors";
export type { StackWorkflowSettings } from "./stackWorkflow";
export { SettingsError } from "./problems";

/** The stack's settings, checked, with every default filled in. */
export interface Settings {
  readonly owner: string;
  readonly registry: string;
  /** GitHub's API. */
  readonly api: string;
  /** Who logs in to the registry. */
  readonly username: string;
  /** What the preflight's failures do: stop the update, only warn, or nothing is asked. */
  readonly preflight: "strict" | "warn" | "off";
  /** What images' tags are made of, where it is set. */
  readonly version?: string;
  /** The buildx builder that builds; without it the one in use. */
  readonly builder?: { readonly name: string };
  readonly repositories: Readonly<Record<string, RepositorySettings>>;
  readonly mirrors: Readonly<Record<string, MirrorSettings>>;
  /** The workflow that runs the stack, where there is one. */
  readonly stackWorkflow?: StackWorkflowSettings;
  /** The token that administers the repositories, and as a secret for Pulumi. */
  readonly administrator: Token;
  readonly githubToken: pulumi.Output<string>;
  /** The token that publishes: it pushes, and it becomes the repositories' Actions secret. */
  readonly publisher: Token;
  readonly token: pulumi.Output<string>;
  /** Who pulls, and as a secret the token, where one is set. */
  readonly pullUsername: string;
  readonly puller?: Token;
  readonly pullToken?: pulumi.Output<string>;
}

/**
 * Reads the stack's configuration; where it is silent, the environment's variables of the usual
 * names. Throws one error that tells everything that is wrong.
 */
export function readSettings(variables: Variables = process.env): Settings {
  const config = pulumi.runtime.allConfig();
  const keys = keysOfOurs(config);
  const secretNames = keys
    .filter((key) => key.startsWith(secretPrefix))
    .map((key) => key.slice(secretPrefix.length));
  const secrets = readSecrets(secretNames, variables);
  const { settings, problems } = readPlain(config, keys, variables);
  const result = settingsSchema.safeParse(settings, { reportInput: true });
  const refused = new Set(problems.map(({ path }) => path[0]));
  const text = (value: unknown, otherwise: string): string =>
    typeof value === "string" ? value : otherwise;
  const registry = text(settings.registry, "ghcr.io");
  const found = [
    ...(result.success ? [] : describeIssues(result.error)),
    ...problemsTogether(settings, {
      registry,
      owner: text(settings.owner, ""),
      secrets: secretNames,
    }),
  ].filter(({ path }) => !refused.has(path[0]));
  const all = [
    ...secrets.problems.map((problem) => () => problem),
    ...unprefixed(Object.keys(config), pulumi.getProject()).map(
      (key) => () => `${key}: stands there without 'ghcr:', and nobody reads it; write ghcr:${key}`,
    ),
    ...[...problems, ...found].map(
      ({ path, says }) =>
        () =>
          `${settingAt(path)}: ${says()}`,
    ),
  ];
  const { administrator, publisher, puller, named } = secrets;
  const api = apiAddress(variable(variables, "GITHUB_BASE_URL") ?? "https://api.github.com/");
  if (api === undefined) all.push(() => "GITHUB_BASE_URL: is not an address such as https://host/");
  if (!result.success || api === undefined || !administrator || !publisher || all.length > 0) {
    throw stop(new SettingsError(all));
  }
  const { owner, username = owner, preflight = "strict", version, builder, ...plain } = result.data;
  const { defaults = {}, pullUsername = username, stackWorkflow } = plain;
  const repositories = mapValues(plain.repositories ?? {}, (each) =>
    withDefaults(each, defaults, named, version),
  );
  const mirrors = mapValues(plain.mirrors ?? {}, (each, name) =>
    mirrorWithDefaults(each, name, named),
  );
  const built = { builder, repositories, mirrors };
  return {
    owner,
    registry,
    api,
    username,
    preflight,
    ...(version === undefined ? {} : { version }),
    ...(builder === undefined ? {} : { builder }),
    repositories,
    mirrors,
    ...(stackWorkflow && { stackWorkflow: stackWorkflowWithDefaults(stackWorkflow, built) }),
    administrator,
    githubToken: pulumi.secret(administrator.reveal()),
    publisher,
    token: pulumi.secret(publisher.reveal()),
    pullUsername,
    ...(puller === undefined ? {} : { puller, pullToken: pulumi.secret(puller.reveal()) }),
  };
}

type Config = Readonly<Record<string, string>>;

/** The keys under `ghcr:`, without it. */
function keysOfOurs(config: Config): readonly string[] {
  return Object.keys(config)
    .filter((key) => key.startsWith("ghcr:"))
    .map((key) => key.slice("ghcr:".length));
}

const plainNames = Object.keys(settingsSchema.shape) as readonly (keyof PlainSettings)[];

const tokenNames: readonly string[] = ["token", "pullToken"];

const allNames = [...tokenNames, ...plainNames];

/** The settings that are no secrets, short forms written out, and what is wrong with their keys. */
function readPlain(
  config: Config,
  keys: readonly string[],
  variables: Variables,
): { readonly settings: Record<string, unknown>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settings: Record<string, unknown> = {};
  const fallbacks = { owner: "GITHUB_OWNER", registry: "GHCR_REGISTRY" };
  for (const [name, from] of Object.entries(fallbacks)) {
    const value = variable(variables, from);
    if (value !== undefined) settings[name] = value;
  }
  for (const key of keys) {
    const name = plainNames.find((each) => each === key);
    if (name !== undefined && isStoredSecret(`ghcr:${name}`)) {
      problems.push({ path: [name], says: () => holdsSecret(name) });
    } else if (name !== undefined) {
      settings[name] = valueOf(config[`ghcr:${name}`] ?? "", name);
    } else if (!tokenNames.includes(key) && !key.startsWith(secretPrefix)) {
      // A slip in 'repositories' would otherwise leave a program that declares nothing, and Pulumi
      // would delete what the stack has. The value may be a token under a wrong name.
      problems.push({ path: [key], says: () => noSetting(meantBy(key)) });
    }
  }
  return { settings: writtenOut(settings), problems };
}

function meantBy(key: string): string {
  const place = belongs([], key);
  if (place !== undefined) return place;
  // A secret's own name can be anything, so that no known name is near.
  const [, name] = /^secrets?[-_.]?(\w.*)$/i.exec(key) ?? [];
  if (name === undefined || nearest(key, allNames) !== undefined) return didYouMean(key, allNames);
  return `; did you mean '${secretPrefix}${shownName(name)}'?`;
}

/** The settings whose values Pulumi hands over as they are; the others are JSON, made from YAML. */
const textNames: readonly string[] = [
  ...["owner", "registry", "username", "pullUsername", "preflight", "version"],
];

function valueOf(text: string, name: string): unknown {
  if (textNames.includes(name)) return text;
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One secret in a map makes every output that comes from the map a secret, or puts it in the clear. */
function holdsSecret(name: string): string {
  if (textNames.includes(name)) {
    return `is stored as a secret, and is none; set it anew: pulumi config set ghcr:${shownName(name)}`;
  }
  return (
    "holds a secret ('secure:'), and secrets have keys of their own; take it out, store it with " +
    "'pulumi config set --secret ghcr:secret-NAME', and write its NAME: secrets: {ID: NAME}"
  );
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
