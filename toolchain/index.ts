import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, estimate, forgetCompiled, refuseObstacles, type EngineListener } from "./build";
import { buildKitObstacle, type BuildKitOptions } from "./buildKit";
import { cacheFolder, isCached, partBinary, partKey } from "./cache";
import type { Environment } from "../core/process/child";
import { comingAlong, lacksClients, prepareClients, type Client } from "./clients";
import { EngineFailure } from "./failure";
import { furnishHome, homeFolder, type Plugin } from "./home";
import { alone } from "./lock";
import { lookAround, type Found } from "./machine";
import * as known from "./parts";
import type { Origin, Part } from "./parts";

export { machineBuilder, type Builder } from "./builder";
export { buildKitObstacle, startBuildKit } from "./buildKit";
export { cacheFolder } from "./cache";
export { clientsAtHand, type Client } from "./clients";
export { EngineFailure, type Problem } from "./failure";
export type { BuildState } from "./build";
export type { Origin, Part } from "./parts";

export interface PartStatus {
  readonly part: Part;
  readonly origin: Origin;
  readonly version: string;
  /** The executable, where there is one of its own. */
  readonly path?: string;
  readonly bytes?: number;
}

export interface Engine {
  readonly parts: readonly PartStatus[];
  /** What the tests alone use; none unless they were wanted. */
  readonly clients: readonly Client[];
  /** The variables with which `pulumi` works: PATH, its home, no downloads. */
  readonly environment: Environment;
  readonly pulumi: string;
  readonly registry: string;
  readonly shell: string;
  /** Makes a BuildKit of our own ready, and gives its executables. */
  buildKit(): Promise<BuildKitParts>;
}

export type BuildKitParts = Pick<BuildKitOptions, "buildkitd" | "runc" | "version">;

const providers = [
  { part: known.githubProvider, name: "github" },
  { part: known.dockerBuildProvider, name: "docker-build" },
] as const;

/** What a builder of our own takes, where the machine has none that is usable. */
const builderParts: readonly Part[] = [known.buildkitd, known.runc];

function status(
  part: Part,
  found: ReadonlyMap<string, Found>,
  built: ReadonlySet<Part>,
): PartStatus {
  const own = found.get(part.name);
  if (own !== undefined) {
    return { part, origin: "PATH", version: own.version, path: own.path, bytes: size(own.path) };
  }
  const path = partBinary(part);
  const origin = built.has(part) ? "built" : "cache";
  return { part, origin, version: part.version, path, bytes: size(path) };
}

function size(path: string): number {
  return statSync(path).size;
}

/** Removes all that was built, so that the next set-up starts over. */
export async function forgetEngine(onWait: EngineListener["onWait"]): Promise<void> {
  const forget = (): Promise<void> => {
    for (const folder of ["engine", "go-build", "build", "logs"]) {
      rmSync(join(cacheFolder(), folder), { recursive: true, force: true });
    }
    return Promise.resolve();
  };
  await alone(forget, onWait);
}

/**
 * Makes the parts ready: first what the machine has, then what the cache has, and only what is still
 * lacking is built. What is already there costs nothing.
 */
export async function prepareEngine(
  listener: EngineListener,
  options: {
    /** Whether a BuildKit of our own is wanted, because the machine has no builder to try. */
    readonly builder: boolean;
    /** Whether the clients that only the tests use are wanted, too. */
    readonly clients?: boolean;
  },
): Promise<Engine> {
  const found = await lookAround();
  const downloaded = await downloadProviders(found);
  const wanted = known.parts.filter(
    (part) =>
      !(downloaded && isProvider(part)) && (options.builder || !builderParts.includes(part)),
  );
  const withClients = options.clients === true;
  const clientsOf = async (): Promise<readonly Client[]> =>
    withClients ? prepareClients(listener) : [];
  const lacks = anyLacking(wanted, found) || (withClients && lacksClients());
  const make = async (): Promise<Made> => {
    const built = await buildLacking(wanted, found, listener, withClients);
    const clients = await clientsOf();
    if (built.size > 0) forgetCompiled();
    return { built, clients };
  };
  const { built, clients } = lacks
    ? await alone(make, listener.onWait.bind(listener))
    : { built: new Set<Part>(), clients: await clientsOf() };
  const statuses = wanted.map((part) => status(part, found, built));
  const path = (part: Part): string => found.get(part.name)?.path ?? partBinary(part);
  const plugins = pluginsFor(downloaded);
  const home = await furnishHome({
    pulumi: path(known.pulumi),
    ...(found.has(known.pulumi.name) ? {} : { languageHost: path(known.languageHost) }),
    plugins,
    key: homeKey(found, plugins),
  });
  const fetched: PartStatus[] = providers
    .filter(() => downloaded)
    .map(({ part }) => ({ part, origin: "downloaded", version: part.version }));
  return {
    parts: [...statuses, ...fetched],
    clients,
    environment: home.environment,
    pulumi: home.pulumi,
    registry: path(known.registry),
    shell: path(known.shell),
    buildKit: async () => {
      const obstacle = buildKitObstacle();
      if (obstacle !== undefined) throw obstacle;
      // They are there already, unless a builder of the machine's own has just failed its trial.
      if (anyLacking(builderParts, found)) {
        const make = (): Promise<unknown> => buildLacking(builderParts, found, listener);
        await alone(make, listener.onWait.bind(listener));
      }
      return {
        buildkitd: path(known.buildkitd),
        runc: path(known.runc),
        version: found.get(known.buildkitd.name)?.version ?? known.buildkitd.version,
      };
    },
  };
}

/** What was made, and not found. */
interface Made {
  readonly built: ReadonlySet<Part>;
  readonly clients: readonly Client[];
}

function isLacking(part: Part, found: ReadonlyMap<string, Found>): boolean {
  return !found.has(part.name) && !isCached(part);
}

function anyLacking(wanted: readonly Part[], found: ReadonlyMap<string, Found>): boolean {
  return wanted.some((part) => isLacking(part, found));
}

/** To be called alone: what was lacking a moment ago may be there by now. */
async function buildLacking(
  wanted: readonly Part[],
  found: ReadonlyMap<string, Found>,
  listener: EngineListener,
  moreFollows = false,
): Promise<ReadonlySet<Part>> {
  const lacking = wanted.filter((part) => isLacking(part, found));
  if (lacking.length > 0) {
    const all = [...lacking, ...comingAlong(lacking)];
    refuseObstacles(all);
    listener.onCost(all, estimate(all));
    const onProgress = listener.onProgress.bind(listener);
    await build(all, onProgress, cacheFolder(), moreFollows);
  }
  return new Set(lacking);
}

function isProvider(part: Part): boolean {
  return providers.some((provider) => provider.part === part);
}

function pluginsFor(downloaded: boolean): readonly Plugin[] {
  return providers.map(({ part, name }) => ({
    name,
    version: part.version,
    ...(downloaded ? {} : { binary: partBinary(part) }),
  }));
}

function homeKey(found: ReadonlyMap<string, Found>, plugins: readonly Plugin[]): string {
  const cli = found.get(known.pulumi.name);
  return JSON.stringify([cli ?? [partKey(known.pulumi), partKey(known.languageHost)], plugins]);
}

/**
 * Lets a command line that the machine has download the providers, as it does for every user. Where
 * it cannot, they are built, and that is remembered by the home which then exists.
 */
async function downloadProviders(found: ReadonlyMap<string, Found>): Promise<boolean> {
  const cli = found.get(known.pulumi.name);
  if (cli === undefined) return false;
  if (existsSync(homeFolder(homeKey(found, pluginsFor(false))))) return false;
  const plugins = pluginsFor(true);
  try {
    await furnishHome({ pulumi: cli.path, plugins, key: homeKey(found, plugins) });
    return true;
  } catch (error) {
    if (error instanceof EngineFailure) return false;
    throw error;
  }
}
