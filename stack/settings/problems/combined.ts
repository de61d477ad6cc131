import { isRecord } from "../../../core/http/json";
import {
  cachePackage,
  packageProblem,
  repositoryProblem,
  fullNameProblem,
} from "../../../core/oci/names";
import { plainName, serviceOf } from "../../../core/oci/plainName";
import { toAsciiLowerCase } from "../../../core/oci/reference";
import { mirrorProblems } from "./mirrors";
import { suggestName, settingAt, type Path, type Problem } from ".";
import { formatValue } from "./format";
import { stackWorkflowProblems } from "./stackWorkflow";
import { tagProblems } from "./tags";
import { workflowProblems } from "./workflow";

/** Settings from elsewhere that these checks need. */
export interface SettingsContext {
  /** The registry and the owner, if they are valid. */
  readonly registry: string;
  readonly owner: string;
  /** The names of the secrets that are stored as `ghcr:secret-NAME`. */
  readonly secrets: readonly string[];
}

/**
 * Problems of settings in combination, and of the names in their maps. The settings are
 * unvalidated, so that all problems are reported at once: the schema does not check a value whose
 * name it rejects.
 */
export function findCombinedProblems(
  settings: Readonly<Record<string, unknown>>,
  context: SettingsContext,
): Problem[] {
  const repositories = entriesOf(settings.repositories, ["repositories"]);
  const images = repositories.flatMap(({ path, value }) =>
    entriesOf(isRecord(value) ? value.images : undefined, [...path, "images"]),
  );
  const mirrors = entriesOf(settings.mirrors, ["mirrors"]);
  const packages = [...images, ...mirrors];
  return [
    ...repositories.flatMap(({ name, path }) =>
      nameProblems(path, name, repositoryNameProblem(name)),
    ),
    ...packages.flatMap(({ name, path }) =>
      nameProblems(path, name, imageNameProblem(name, context)),
    ),
    ...repositories.flatMap((repository) => createAndAdoptProblems(repository, settings.defaults)),
    ...images.flatMap((image) => imageProblems(image, settings.defaults)),
    ...repositories.flatMap((repository) => workflowProblems(repository, settings.defaults)),
    ...stackWorkflowProblems(settings),
    ...duplicateProblems(repositories, "repository"),
    ...duplicateProblems(packages, "package"),
    ...sharedNameProblems(packages),
    ...cacheProblems(
      images.filter((image) => keepsCachePackage(image, settings.defaults)),
      packages,
      context,
    ),
    ...mirrors.flatMap((mirror) => [
      ...mirrorProblems(mirror, context),
      ...passwordProblems(mirror, context.secrets),
    ]),
    ...[...images, { path: ["defaults"], value: settings.defaults }].flatMap((entry) => [
      ...secretProblems(settingOf(entry, "secrets"), entry.path, context.secrets),
      ...tagProblems(settingOf(entry, "tags"), entry.path, {
        version: settings.version,
        isRead: areOnlyRead(entry, images, settings.defaults),
      }),
    ]),
  ];
}

interface Entry {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

function entriesOf(value: unknown, path: Path): Entry[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([name, inner]) => ({
    name,
    path: [...path, name],
    value: inner,
  }));
}

function nameProblems(path: Path, name: string, problem: string | undefined): Problem[] {
  return problem === undefined ? [] : [{ path, message: `${formatValue(name)} ${problem}` }];
}

/**
 * GitHub removes `.git` from a name, and rejects `.wiki`, where it stores a repository's wiki.
 * https://github.com/github/docs/issues/44518
 */
function repositoryNameProblem(name: string): string | undefined {
  const [ending] = /\.(?:git|wiki)$/i.exec(name) ?? [];
  if (ending === undefined) return repositoryProblem(name);
  return `is not a repository name that GitHub allows; remove ${ending}`;
}

function imageNameProblem(name: string, { registry, owner }: SettingsContext): string | undefined {
  return packageProblem(name) ?? fullNameProblem(registry, `${owner}/${name}`);
}

/** GitHub and the registry ignore case in names. */
function duplicateProblems(entries: readonly Entry[], kind: string): Problem[] {
  const paths = new Map<string, Path>();
  return entries.flatMap(({ name, path }) => {
    const other = paths.get(toAsciiLowerCase(name));
    if (other === undefined) paths.set(toAsciiLowerCase(name), path);
    if (other === undefined) return [];
    const message = `is the same ${kind} as ${settingAt(other)}, ignoring case; rename or remove one of them`;
    return [{ path, message }];
  });
}

/** The settings of an image or a repository, completed from `defaults`. */
function withDefaults({ value }: Entry, defaults: unknown): Readonly<Record<string, unknown>> {
  return { ...(isRecord(defaults) ? defaults : {}), ...(isRecord(value) ? value : {}) };
}

function settingOf({ value }: Pick<Entry, "value">, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** Whether no update pushes these tags. The defaults' tags apply to every image without tags. */
function areOnlyRead(
  entry: Pick<Entry, "value">,
  images: readonly Entry[],
  defaults: unknown,
): boolean {
  const isDefaults = entry.value === defaults;
  const tagged = images.filter((image) =>
    isDefaults ? settingOf(image, "tags") === undefined : image.value === entry.value,
  );
  return (
    tagged.length > 0 && tagged.every((image) => withDefaults(image, defaults).build === "actions")
  );
}

/** Problems of an image's settings in combination. */
function imageProblems(image: Entry, defaults: unknown): Problem[] {
  const settings = withDefaults(image, defaults);
  const { enforceVisibility, packageVisibility, attested, build, buildOnPreview } = settings;
  const { path } = image;
  const problems: Problem[] = [];
  if (enforceVisibility === true && packageVisibility === undefined) {
    const message =
      "'enforceVisibility' has no effect without 'packageVisibility'; " +
      "add, for example, 'packageVisibility: public'";
    problems.push({ path, message });
  }
  if (attested === true && build !== "actions") {
    const message =
      "'attested' is set, but what an update builds has no attestation; remove it, or set " +
      "'build: actions'";
    problems.push({ path, message });
  }
  // The provider pushes a cache in a preview like in an update (docker-build 0.0.22, image.go).
  if (buildOnPreview === true && keepsCachePackage(image, defaults)) {
    const message =
      "'buildOnPreview' with 'cache: registry' would push the cache in a preview; set " +
      "'buildOnPreview: false', or another 'cache'";
    problems.push({ path, message });
  }
  return problems;
}

/** A workflow has its own build cache. */
function keepsCachePackage(image: Entry, defaults: unknown): boolean {
  const { cache, build } = withDefaults(image, defaults);
  return cache === "registry" && build !== "actions";
}

/** A cache has its own package, which no other image may use. */
function cacheProblems(
  withCache: readonly Entry[],
  packages: readonly Entry[],
  context: SettingsContext,
): Problem[] {
  const caches = new Map(
    withCache.map((each) => [toAsciiLowerCase(cachePackage(each.name)), each.path]),
  );
  const collisions = packages.flatMap(({ name, path }): Problem[] => {
    const keeper = caches.get(toAsciiLowerCase(name));
    if (keeper === undefined) return [];
    const fix = "rename it, or change that image's 'cache'";
    const message = `is the package that stores the cache of ${settingAt(keeper)}; ${fix}`;
    return [{ path, message }];
  });
  const tooLong = withCache.flatMap(({ name, path }): Problem[] => {
    if (imageNameProblem(name, context) !== undefined) return [];
    const problem = imageNameProblem(cachePackage(name), context);
    if (problem === undefined) return [];
    const message = `is stored in a package whose name ${problem}`;
    return [{ path: [...path, "cache"], message }];
  });
  return [...collisions, ...tooLong];
}

/** A repository to create must not exist, and one to adopt must. */
function createAndAdoptProblems(repository: Entry, defaults: unknown): Problem[] {
  const { create, adopt } = withDefaults(repository, defaults);
  const { path } = repository;
  const isCreated = create === true || create === "empty";
  if (!isCreated || (adopt !== true && adopt !== "overwrite")) return [];
  const message =
    "'create' and 'adopt' are both set, but 'create' makes a new repository, and 'adopt' takes over one " +
    "that exists; set one of them to false";
  return [{ path, message }];
}

/**
 * Images that share a Compose service, or whose names become the same variable and build target.
 * Duplicate names are reported above.
 */
function sharedNameProblems(packages: readonly Entry[]): Problem[] {
  const services = new Map<string, Entry>();
  const plainNames = new Map<string, Entry>();
  return packages.flatMap((entry) => {
    const problems: Problem[] = [];
    const check = (
      entries: Map<string, Entry>,
      key: string,
      path: Path,
      describe: (other: string) => string,
    ): void => {
      const other = entries.get(key);
      if (other === undefined) entries.set(key, entry);
      else if (toAsciiLowerCase(other.name) !== toAsciiLowerCase(entry.name) && other !== entry) {
        problems.push({ path, message: describe(settingAt(other.path)) });
      }
    };
    for (const service of servicesOf(entry)) {
      check(services, service, [...entry.path, "service"], (other) => {
        const fix = "change the 'service' of one of them, or set 'service: []' for none";
        return `${formatValue(service)} is already the Compose service of ${other}; ${fix}`;
      });
    }
    check(plainNames, plainName(entry.name), entry.path, (other) => {
      const name = formatValue(plainName(entry.name));
      return `becomes ${name} in variables and build targets, like ${other}; rename one of them`;
    });
    return problems;
  });
}

/** The unvalidated services; the schema reports invalid ones. */
function servicesOf({ name, value }: Entry): readonly string[] {
  const services = isRecord(value) ? value.service : undefined;
  if (services === undefined) return [serviceOf(name)];
  return Array.isArray(services)
    ? services.filter((each): each is string => typeof each === "string")
    : [];
}

/** The value is never shown: somebody may have written the secret itself. */
function secretProblems(secrets: unknown, path: Path, stored: readonly string[]): Problem[] {
  return entriesOf(secrets, [...path, "secrets"]).flatMap(({ path: at, value }) =>
    secretProblem(value, at, stored),
  );
}

function secretProblem(value: unknown, path: Path, stored: readonly string[]): Problem[] {
  if (typeof value !== "string" || stored.includes(value)) return [];
  const message =
    `is not the NAME of a stored ghcr:secret-NAME${suggestName(value, stored)}` +
    "; store it with 'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME here";
  return [{ path, message }];
}

/** A mirror's password refers to a stored secret, like an image's secrets. */
function passwordProblems(mirror: Entry, stored: readonly string[]): Problem[] {
  const login = settingOf(mirror, "login");
  const password = isRecord(login) ? login.password : undefined;
  return secretProblem(password, [...mirror.path, "login", "password"], stored);
}
