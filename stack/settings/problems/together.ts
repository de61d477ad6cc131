import { isRecord } from "../../../core/http/json";
import {
  cachePackage,
  packageProblem,
  repositoryProblem,
  fullNameProblem,
} from "../../../core/oci/names";
import { plainName, serviceOf } from "../../../core/oci/plainName";
import { lowered } from "../../../core/oci/reference";
import { mirrorProblems } from "./mirrors";
import { didYouMean, settingAt, type Path, type Problem } from ".";
import { shown } from "./shown";
import { stackWorkflowProblems } from "./stackWorkflow";
import { tagProblems } from "./tags";
import { workflowProblems } from "./workflow";

/** What is set elsewhere and counts here. */
export interface Surroundings {
  /** The registry and the owner, where they are right by themselves. */
  readonly registry: string;
  readonly owner: string;
  /** The names of the secrets that are stored as `ghcr:secret-NAME`. */
  readonly secrets: readonly string[];
}

/**
 * What is wrong with the settings together, and with the names in their maps. It is looked for in
 * the settings as they are written, whatever else is wrong, so that all is told at once: the schema
 * looks into nothing whose name it refuses.
 */
export function problemsTogether(
  settings: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Problem[] {
  const repositories = entriesOf(settings.repositories, ["repositories"]);
  const images = repositories.flatMap(({ path, value }) =>
    entriesOf(isRecord(value) ? value.images : undefined, [...path, "images"]),
  );
  const mirrors = entriesOf(settings.mirrors, ["mirrors"]);
  const packages = [...images, ...mirrors];
  return [
    ...repositories.flatMap(({ name, path }) => named(path, name, repositoryNameProblem(name))),
    ...packages.flatMap(({ name, path }) =>
      named(path, name, imageNameProblem(name, surroundings)),
    ),
    ...repositories.flatMap((repository) => bothProblems(repository, settings.defaults)),
    ...images.flatMap((image) => imageProblems(image, settings.defaults)),
    ...repositories.flatMap((repository) => workflowProblems(repository, settings.defaults)),
    ...stackWorkflowProblems(settings),
    ...twice(repositories, "GitHub knows no capitals, and this is the repository"),
    ...twice(packages, "is the package"),
    ...sharedNames(packages),
    ...cacheProblems(
      images.filter((image) => keepsCachePackage(image, settings.defaults)),
      packages,
      surroundings,
    ),
    ...mirrors.flatMap((mirror) => [
      ...mirrorProblems(mirror, surroundings),
      ...passwordProblems(mirror, surroundings.secrets),
    ]),
    ...[...images, { path: ["defaults"], value: settings.defaults }].flatMap((entry) => [
      ...secretProblems(said(entry, "secrets"), entry.path, surroundings.secrets),
      ...tagProblems(said(entry, "tags"), entry.path, {
        version: settings.version,
        isRead: areRead(entry, images, settings.defaults),
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

function named(path: Path, name: string, problem: string | undefined): Problem[] {
  return problem === undefined ? [] : [{ path, message: `${shown(name)} ${problem}` }];
}

/**
 * GitHub takes `.git` off a name and refuses `.wiki`, where it keeps a repository's wiki.
 * https://github.com/github/docs/issues/44518
 */
function repositoryNameProblem(name: string): string | undefined {
  const [ending] = /\.(?:git|wiki)$/i.exec(name) ?? [];
  if (ending === undefined) return repositoryProblem(name);
  return `is no name that GitHub gives a repository; write it without ${ending}`;
}

function imageNameProblem(name: string, { registry, owner }: Surroundings): string | undefined {
  return packageProblem(name) ?? fullNameProblem(registry, `${owner}/${name}`);
}

/** Names that differ in nothing but capitals are one name to GitHub and to the registry. */
function twice(entries: readonly Entry[], what: string): Problem[] {
  const seen = new Map<string, Path>();
  return entries.flatMap(({ name, path }) => {
    const other = seen.get(lowered(name));
    if (other === undefined) seen.set(lowered(name), path);
    if (other === undefined) return [];
    const message = `${what} that ${settingAt(other)} is already; give one of them another name, or take it out`;
    return [{ path, message }];
  });
}

/** What an image or a repository says, and `defaults` where it is silent. */
function withDefaults({ value }: Entry, defaults: unknown): Readonly<Record<string, unknown>> {
  return { ...(isRecord(defaults) ? defaults : {}), ...(isRecord(value) ? value : {}) };
}

function said({ value }: Pick<Entry, "value">, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** Whether no update pushes these tags. Those of the defaults are every image's that has none. */
function areRead(
  entry: Pick<Entry, "value">,
  images: readonly Entry[],
  defaults: unknown,
): boolean {
  const isDefaults = entry.value === defaults;
  const tagged = images.filter((image) =>
    isDefaults ? said(image, "tags") === undefined : image.value === entry.value,
  );
  return (
    tagged.length > 0 && tagged.every((image) => withDefaults(image, defaults).build === "actions")
  );
}

/** What is not looked at is not enforced, only a workflow attests, and no preview pushes. */
function imageProblems(image: Entry, defaults: unknown): Problem[] {
  const said = withDefaults(image, defaults);
  const { enforceVisibility, packageVisibility, attested, build, buildOnPreview } = said;
  const { path } = image;
  const problems: Problem[] = [];
  if (enforceVisibility === true && packageVisibility === undefined) {
    const message =
      "'enforceVisibility' is set and 'packageVisibility' is not, so there is nothing to enforce; " +
      "add for instance 'packageVisibility: public'";
    problems.push({ path, message });
  }
  if (attested === true && build !== "actions") {
    const message =
      "'attested' is set, and what an update builds has no attestation; take it out, or add " +
      "'build: actions'";
    problems.push({ path, message });
  }
  // The provider pushes a cache in a preview like in an update (docker-build 0.0.22, image.go).
  if (buildOnPreview === true && keepsCachePackage(image, defaults)) {
    const message =
      "a preview pushes nothing, and building in it with 'cache: registry' pushes the cache; write " +
      "'buildOnPreview: false', or another 'cache'";
    problems.push({ path, message });
  }
  return problems;
}

/** A workflow that builds keeps its steps by itself. */
function keepsCachePackage(image: Entry, defaults: unknown): boolean {
  const { cache, build } = withDefaults(image, defaults);
  return cache === "registry" && build !== "actions";
}

/** A cache lies in a package of its own, which another image would be pushed into. */
function cacheProblems(
  keeping: readonly Entry[],
  packages: readonly Entry[],
  surroundings: Surroundings,
): Problem[] {
  const caches = new Map(keeping.map((each) => [lowered(cachePackage(each.name)), each.path]));
  const taken = packages.flatMap(({ name, path }): Problem[] => {
    const keeper = caches.get(lowered(name));
    if (keeper === undefined) return [];
    const fix = "give it another name, or give that one another 'cache'";
    const message = `is the package where ${settingAt(keeper)} keeps its cache; ${fix}`;
    return [{ path, message }];
  });
  const long = keeping.flatMap(({ name, path }): Problem[] => {
    if (imageNameProblem(name, surroundings) !== undefined) return [];
    const problem = imageNameProblem(cachePackage(name), surroundings);
    if (problem === undefined) return [];
    const message = `is kept in a package below the image's, whose name ${problem}`;
    return [{ path: [...path, "cache"], message }];
  });
  return [...taken, ...long];
}

/** Making needs that it is not there, and adopting that it is. */
function bothProblems(repository: Entry, defaults: unknown): Problem[] {
  const { create, adopt } = withDefaults(repository, defaults);
  const { path } = repository;
  if (create !== true || (adopt !== true && adopt !== "overwrite")) return [];
  const message =
    "both 'create' and 'adopt' are set: 'create: true' makes a repository, and 'adopt' takes one " +
    "that exists; set one of them to false";
  return [{ path, message }];
}

/**
 * Two images on one Compose service, and two whose names come to one variable and one build target.
 * The same name twice is told above.
 */
function sharedNames(packages: readonly Entry[]): Problem[] {
  const services = new Map<string, Entry>();
  const plain = new Map<string, Entry>();
  return packages.flatMap((entry) => {
    const problems: Problem[] = [];
    const look = (
      seen: Map<string, Entry>,
      key: string,
      path: Path,
      describe: (other: string) => string,
    ): void => {
      const other = seen.get(key);
      if (other === undefined) seen.set(key, entry);
      else if (lowered(other.name) !== lowered(entry.name) && other !== entry) {
        problems.push({ path, message: describe(settingAt(other.path)) });
      }
    };
    for (const service of servicesOf(entry)) {
      look(services, service, [...entry.path, "service"], (other) => {
        const fix = "give one of them another 'service', or 'service: []' for none";
        return `${shown(service)} is the Compose service of ${other} already; ${fix}`;
      });
    }
    look(plain, plainName(entry.name), entry.path, (other) => {
      const name = shown(plainName(entry.name));
      return `is ${name} in variables and build targets, and so is ${other}; give one of them another name`;
    });
    return problems;
  });
}

/** The services as they are written; what is wrong with them is the schema's to tell. */
function servicesOf({ name, value }: Entry): readonly string[] {
  const written = isRecord(value) ? value.service : undefined;
  if (written === undefined) return [serviceOf(name)];
  return Array.isArray(written)
    ? written.filter((each): each is string => typeof each === "string")
    : [];
}

/** The name is never repeated: whoever takes the place for the secret's own wrote the secret. */
function secretProblems(secrets: unknown, path: Path, known: readonly string[]): Problem[] {
  return entriesOf(secrets, [...path, "secrets"]).flatMap(({ path: at, value }) =>
    secretProblem(value, at, known),
  );
}

function secretProblem(value: unknown, path: Path, known: readonly string[]): Problem[] {
  if (typeof value !== "string" || known.includes(value)) return [];
  const message =
    `is not the NAME of any ghcr:secret-NAME that is set${didYouMean(value, known)}` +
    "; store it with 'pulumi config set --secret ghcr:secret-NAME', and write the NAME here";
  return [{ path, message }];
}

/** A mirror's password is named as an image's secrets are. */
function passwordProblems(mirror: Entry, known: readonly string[]): Problem[] {
  const login = said(mirror, "login");
  const password = isRecord(login) ? login.password : undefined;
  return secretProblem(password, [...mirror.path, "login", "password"], known);
}
