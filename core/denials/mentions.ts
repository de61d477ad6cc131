import type { PlaceholderValues } from "../github/settingsPages";

/** A host before a path, as in an address or a reference. */
const hostInPath =
  /(?<![\w.@/%-])(?:[a-z][a-z0-9+.-]{1,14}:\/\/)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{1,63}(?::\d{1,5})?|[a-z0-9-]{1,63}:\d{1,5}|localhost)(?=\/)/gi;

/** A registry's name without a path, as in `Logging into ghcr.io...`. */
const registryName =
  /(?<![\w.@/%-])((?:[a-z0-9-]{1,63}\.){0,6}(?:ghcr\.io|docker\.io|quay\.io|gcr\.io|pkg\.dev|azurecr\.io|amazonaws\.com|public\.ecr\.aws|pkg\.github\.com|registry\.gitlab\.com|mcr\.microsoft\.com))(?![\w-])/gi;

/** Hosts that are not registries: web pages, and GitHub's own. */
const notRegistry =
  /^(?:docs|www|support|hub|help|developer|aka)\.|(?<!\.pkg)(?:^|\.)(?:github|githubusercontent)\.com$|^aka\.ms$|githubstatus\.com$/;

export function isRegistry(host: string): boolean {
  return !notRegistry.test(host);
}

/** The last registry that a message names before an index, or else the first one after it. */
export function findRegistryNear(message: string, index: number): string | null {
  const found = [...message.matchAll(hostInPath), ...message.matchAll(registryName)]
    .map((match) => ({ host: (match[1] ?? "").toLowerCase(), at: match.index }))
    .filter(({ host }) => isRegistry(host))
    .sort((one, other) => one.at - other.at);
  const before = found.filter(({ at }) => at <= index).at(-1);
  return (before ?? found[0])?.host ?? null;
}

/**
 * Lines that start an operation on one registry; docker's later refusals do not name the registry again.
 * A GitHub log group starts another step.
 */
const operationStart =
  /The push refers to (?:a )?repository \[([^\s/\]]{1,255})\/|Unable to find image '([^\s/']{1,255})\/|Logging into ([^\s]{1,255}?)\.\.\.|docker (?:push|pull) ([^\s/]{1,255})\/|docker login (?:-\S{1,30} \S{1,60} ){0,2}([a-z0-9.-]{1,253}\.[a-z]{2,20}(?::\d{1,5})?)\b/i;

const operationEnd =
  /##\[group\]|Login Succeeded|: digest: sha256:|Status: (?:Downloaded|Image is)/;

/** The registry of the operation that starts on this line; null if one ends, undefined otherwise. */
export function findOperationRegistry(line: string): string | null | undefined {
  if (operationEnd.test(line)) return null;
  const found = operationStart.exec(line)?.slice(1).find(Boolean);
  if (found === undefined) return undefined;
  // `docker push octo/app` goes to Docker Hub: a first part without a dot or a colon is not a host.
  return /[.:]|^localhost$/i.test(found) ? found.toLowerCase() : "docker.io";
}

/** The account in a typed login. A variable or a masked secret is none. */
export function findLoginUser(line: string): string | undefined {
  return /docker login\b[^\n]{0,200}?\s(?:-u|--username)[ =]["']?([a-z0-9][a-z0-9_-]{0,99})(?![^\s"'])/i.exec(
    line,
  )?.[1];
}

/** The owner, package and repository that a message names. */
export function findPlaceholderValues(message: string, host: string | null): PlaceholderValues {
  const repository = /\/repos\/([\w.-]{1,100})\/([\w.-]{1,100})/.exec(message);
  const fullName = findPackageName(message, host);
  const slash = fullName?.indexOf("/") ?? -1;
  return {
    host: host ?? undefined,
    owner: slash > 0 ? fullName?.slice(0, slash) : repository?.[1],
    name: slash > 0 ? fullName?.slice(slash + 1) : undefined,
    repository: repository?.[2],
  };
}

const name = "[a-z0-9][a-z0-9._-]{0,100}(?:/[a-z0-9][a-z0-9._-]{0,100}){1,6}";
const inRegistryPath = new RegExp(`/v2/(${name})/(?:blobs|manifests|tags)/`, "i");
const inScope = new RegExp(
  `repository(?::|%3A)(${name.replaceAll("/", "(?:/|%2F)")})(?::|%3A)`,
  "i",
);

function findPackageName(message: string, host: string | null): string | undefined {
  const found = inRegistryPath.exec(message)?.[1] ?? inScope.exec(message)?.[1];
  if (found !== undefined) return found.replace(/%2F/gi, "/");
  if (host === null) return undefined;
  const at = message.toLowerCase().indexOf(`${host}/`);
  if (at < 0) return undefined;
  const path = message.slice(at + host.length + 1, at + host.length + 500);
  // On a GitHub Enterprise Server, this path is the API and not a package.
  return /^v2(?:\/|$)|^token\b|^api\/v3\/(?:repos|orgs|users?)\//.test(path)
    ? undefined
    : new RegExp(`^${name}`, "i").exec(path)?.[0];
}
