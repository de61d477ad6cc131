import { apiAddressIn, apiAddressProblem } from "../../core/github/apiAddress";
import { isRecord } from "../../core/http/json";
import { readVariable } from "../../core/process/environment";
import { findNearest } from "../../core/text/nearest";
import type { Credentials, DesiredStack } from "../model";
import { desiredImage } from "./desired/image";
import { desiredMirror } from "./desired/mirror";
import { desiredRepository } from "./desired/repository";
import { desiredStackWorkflow } from "./desired/stackWorkflow";
import { expandShortForms } from "./expandShortForms";
import {
  describeIssues,
  suggestName,
  describeUnknownSetting,
  settingAt,
  type Problem,
} from "./problems";
import { suggestPlace, findUnprefixed } from "./problems/misplaced";
import { formatName, formatValue } from "./problems/format";
import { findCombinedProblems } from "./problems/combined";
import { isTextSetting, readValue, type RawConfiguration } from "./rawConfiguration";
import { settingsSchema, type ExpandedSettings } from "./schema";
import { readCredentials, readNamedSecrets, secretPrefix, tokenNames } from "./secrets";

/**
 * The stack that the settings describe, or all problems, each as a line with the setting, what is
 * wrong, and the fix.
 */
export type ParsedSettings<Available extends keyof Credentials> =
  { readonly stack: DesiredStack<Available> } | { readonly problems: readonly string[] };

/**
 * Parses a stack's configuration, with environment variables in place of unset values. It reads the
 * requested tokens, which must be set, and does not check the others. Only the pull token is
 * optional, and the one that administers for a stack of mirrors alone. It sends no requests and changes nothing.
 */
export function parseSettings<Available extends keyof Credentials>(
  raw: RawConfiguration,
  tokens: readonly Available[],
): ParsedSettings<Available> {
  const keys = Object.keys(raw.settings);
  const names = keys
    .filter((key) => key.startsWith("ghcr:"))
    .map((key) => key.slice("ghcr:".length));
  const secretNames = names
    .filter((name) => name.startsWith(secretPrefix))
    .map((name) => name.slice(secretPrefix.length));
  const secrets = readNamedSecrets(raw, secretNames);
  const { settings, problems: misplaced } = readPlainSettings(raw, names);
  const isAdminOptional = hasOnlyMirrors(settings);
  const credentials = readCredentials(raw, tokens, { isAdminOptional });
  const result = settingsSchema.safeParse(settings, { reportInput: true });
  const api = apiAddressIn(raw.environment);
  const misplacedNames = new Set(misplaced.map(({ path }) => path[0]));
  const { registry = "ghcr.io", owner = "" } = textsOf(settings);
  const found = [
    ...(result.success ? [] : describeIssues(result.error)),
    ...findCombinedProblems(settings, { registry, owner, secrets: secretNames }),
  ].filter(({ path }) => !misplacedNames.has(path[0]));
  const problems: readonly string[] = [
    ...credentials.problems,
    ...secrets.problems,
    ...findUnprefixed(keys, raw.project).map(
      (key) => `${key}: has no 'ghcr:' prefix, so it is ignored; write ghcr:${key}`,
    ),
    ...[...misplaced, ...found].map(formatProblem),
    ...(api === undefined ? [apiAddressProblem] : []),
  ];
  if (!result.success || api === undefined || problems.length > 0) return { problems };
  return {
    stack: {
      ...describeStack(result.data, secrets.value, api),
      // Every requested token that is not optional is set, or there would be a problem.
      credentials: credentials.value as Pick<Credentials, Available>,
    },
  };
}

function describeStack(
  settings: ExpandedSettings,
  secrets: ReturnType<typeof readNamedSecrets>["value"],
  api: string,
): Omit<DesiredStack, "credentials"> {
  const { owner, registry = "ghcr.io", username = owner, pullUsername = username } = settings;
  const { preflight = "strict", releases = "fixed", version, builder } = settings;
  const { defaults = {}, stackWorkflow } = settings;
  const each = Object.entries(settings.repositories ?? {}).map(([name, repository]) => ({
    repository: desiredRepository(name, repository, defaults),
    images: Object.entries(repository.images ?? {}),
  }));
  const images = each.flatMap(({ repository, images }) =>
    images.map(([name, image]) =>
      desiredImage(name, image, { defaults, version, secrets, repository }),
    ),
  );
  const mirrors = Object.entries(settings.mirrors ?? {}).map(([name, mirror]) =>
    desiredMirror(name, mirror, secrets),
  );
  return {
    owner,
    registry,
    apiAddress: api,
    username,
    pullUsername,
    preflight,
    version,
    releases,
    builder,
    repositories: each.map(({ repository }) => repository),
    images,
    mirrors,
    stackWorkflow:
      stackWorkflow && desiredStackWorkflow(stackWorkflow, { builder, images, mirrors }),
  };
}

/** A problem as a line of the message. */
function formatProblem({ path, message }: Problem): string {
  return `${settingAt(path)}: ${message}`;
}

const plainNames: readonly string[] = Object.keys(settingsSchema.shape);

/** The expanded settings that are not secret, and problems with their keys. */
function readPlainSettings(
  raw: RawConfiguration,
  names: readonly string[],
): { readonly settings: Record<string, unknown>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settings: Record<string, unknown> = {};
  const fallbacks = { owner: "GITHUB_OWNER", registry: "GHCR_REGISTRY" };
  for (const [name, from] of Object.entries(fallbacks)) {
    const value = readVariable(raw.environment, from);
    if (value !== undefined) settings[name] = value;
  }
  for (const name of names) {
    if (plainNames.includes(name)) {
      const { isSecret = false } = raw.settings[`ghcr:${name}`] ?? {};
      if (isSecret) problems.push({ path: [name], message: describeSecretValue(name) });
      else settings[name] = readValue(raw, name);
    } else if (!tokenNames.includes(name) && !name.startsWith(secretPrefix)) {
      // With a typo in 'repositories', the program would otherwise declare nothing, and Pulumi
      // would delete the stack's resources. The value is not shown, because it may be a token under
      // a wrong name.
      problems.push({ path: [name], message: describeUnknownSetting(suggestionFor(name)) });
    }
  }
  problems.push(...ownerProblems(raw, settings));
  // `push --force` sets it for one update, whatever the settings say.
  const releases = readVariable(raw.environment, "GHCR_RELEASES");
  if (releases !== undefined) settings.releases = releases;
  return { settings: expandShortForms(settings), problems };
}

/** The GitHub provider prefers these variables to the owner that the program gives to it (6.15). */
const ownerVariables = ["GITHUB_ORGANIZATION", "GITHUB_OWNER"];

function ownerProblems(
  raw: RawConfiguration,
  { owner, repositories, stackWorkflow }: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const needsProvider = repositories !== undefined || stackWorkflow !== undefined;
  if (typeof owner !== "string" || !needsProvider) return [];
  return ownerVariables.flatMap((name) => {
    const value = readVariable(raw.environment, name);
    if (value === undefined || value.toLowerCase() === owner.toLowerCase()) return [];
    const message = `is ${formatValue(owner)}, but the environment variable ${name} is ${formatValue(value)}, and the GitHub provider would use that owner; unset ${name}, or give both the same value`;
    return [{ path: ["owner"], message }];
  });
}

const allNames = [...tokenNames, ...plainNames];

function suggestionFor(name: string): string {
  const place = suggestPlace([], name);
  if (place !== undefined) return place;
  // A secret's name can be anything, so no known name is similar.
  const [, secret] = /^secrets?[-_.]?(\w.*)$/i.exec(name) ?? [];
  if (secret === undefined || findNearest(name, allNames) !== undefined) {
    return suggestName(name, allNames);
  }
  return `; did you mean '${secretPrefix}${formatName(secret)}'?`;
}

/** A secret in a map would make every output of the map secret, or be shown in plain text. */
function describeSecretValue(name: string): string {
  if (isTextSetting(name)) {
    return `is stored as a secret but is not one; set it again without --secret: npx pulumi config set ghcr:${formatName(name)}`;
  }
  return (
    "contains a secret ('secure:'), but each secret needs its own key; store it with " +
    "'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME: secrets: {ID: NAME}"
  );
}

/** Whether the stack has mirrors, and nothing that is administered on GitHub. */
function hasOnlyMirrors({
  mirrors,
  repositories,
  stackWorkflow,
}: Readonly<Record<string, unknown>>): boolean {
  const hasEntries = (map: unknown): boolean => isRecord(map) && Object.keys(map).length > 0;
  return hasEntries(mirrors) && !hasEntries(repositories) && (stackWorkflow ?? null) === null;
}

/** The owner and registry, if they are text. */
function textsOf(settings: Readonly<Record<string, unknown>>): {
  readonly owner?: string;
  readonly registry?: string;
} {
  const { owner, registry } = settings;
  return {
    ...(typeof owner === "string" && { owner }),
    ...(typeof registry === "string" && { registry }),
  };
}
