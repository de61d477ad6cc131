import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  build,
  estimateCost,
  removeBuildCache,
  checkPrerequisites,
  type ToolchainListener,
} from "./build";
import { findBuildKitObstacle, type BuildKitOptions } from "./buildKit";
import { cacheFolder, isCached, partBinary, partKey } from "./cache";
import type { Environment } from "../core/process/child";
import { clientsBuiltAlongside, hasMissingClients, prepareClients, type Client } from "./clients";
import { ToolchainError } from "./failure";
import { prepareHome, homeFolder, type Plugin } from "./home";
import { withLock } from "./lock";
import { findInstalledPrograms, type InstalledProgram } from "./machine";
import * as catalog from "./parts";
import type { Origin, Part } from "./parts";

export { tryMachineBuilder, type Builder } from "./builder";
export { findBuildKitObstacle, startBuildKit } from "./buildKit";
export { cacheFolder } from "./cache";
export { findClients, type Client } from "./clients";
export { ToolchainError, type Problem } from "./failure";
export type { BuildState } from "./build";
export type { Origin, Part } from "./parts";

export interface PartStatus {
  readonly part: Part;
  readonly origin: Origin;
  readonly version: string;
  /** The executable; none for a plugin that Pulumi downloaded. */
  readonly path?: string;
  readonly bytes?: number;
}

export interface Toolchain {
  readonly parts: readonly PartStatus[];
  /** Used by the tests only; empty unless they were requested. */
  readonly clients: readonly Client[];
  /** The variables for `pulumi`: PATH, its home, no downloads. */
  readonly environment: Environment;
  readonly pulumi: string;
  readonly registry: string;
  readonly shell: string;
  /** Builds BuildKit if it is missing, and returns its executables. */
  buildKit(): Promise<BuildKitParts>;
}

export type BuildKitParts = Pick<BuildKitOptions, "buildkitd" | "runc" | "version">;

const providers = [
  { part: catalog.githubProvider, name: "github" },
  { part: catalog.dockerBuildProvider, name: "docker-build" },
] as const;

/** Needed to build images on a machine without a usable Docker builder. */
const builderParts: readonly Part[] = [catalog.buildkitd, catalog.runc];

function describePart(
  part: Part,
  installed: ReadonlyMap<string, InstalledProgram>,
  built: ReadonlySet<Part>,
): PartStatus {
  const program = installed.get(part.name);
  if (program !== undefined) {
    return {
      part,
      origin: "PATH",
      version: program.version,
      path: program.path,
      bytes: fileSize(program.path),
    };
  }
  const path = partBinary(part);
  const origin = built.has(part) ? "built" : "cache";
  return { part, origin, version: part.version, path, bytes: fileSize(path) };
}

function fileSize(path: string): number {
  return statSync(path).size;
}

/** Removes everything that was built, so that the next `prepareToolchain` starts over. */
export async function removeToolchain(onWait: ToolchainListener["onWait"]): Promise<void> {
  const remove = (): Promise<void> => {
    for (const folder of ["engine", "go-build", "build", "logs"]) {
      rmSync(join(cacheFolder(), folder), { recursive: true, force: true });
    }
    return Promise.resolve();
  };
  await withLock(remove, onWait);
}

/**
 * Takes each part from PATH, or else from the cache, and builds only what is missing.
 */
export async function prepareToolchain(
  listener: ToolchainListener,
  options: {
    /** Whether BuildKit is needed, because the machine has no Docker builder to try. */
    readonly builder: boolean;
    /** Whether to prepare the clients that only the tests use, too. */
    readonly clients?: boolean;
  },
): Promise<Toolchain> {
  const installed = await findInstalledPrograms();
  const downloaded = await downloadProviders(installed);
  const required = catalog.parts.filter(
    (part) =>
      !(downloaded && isProvider(part)) && (options.builder || !builderParts.includes(part)),
  );
  const withClients = options.clients === true;
  const prepareRequested = async (): Promise<readonly Client[]> =>
    withClients ? prepareClients(listener) : [];
  const isIncomplete = hasMissing(required, installed) || (withClients && hasMissingClients());
  const buildAll = async (): Promise<BuildResult> => {
    const built = await buildMissing(required, installed, listener, withClients);
    const clients = await prepareRequested();
    if (built.size > 0) removeBuildCache();
    return { built, clients };
  };
  const { built, clients } = isIncomplete
    ? await withLock(buildAll, listener.onWait.bind(listener))
    : { built: new Set<Part>(), clients: await prepareRequested() };
  const statuses = required.map((part) => describePart(part, installed, built));
  const findBinary = (part: Part): string => installed.get(part.name)?.path ?? partBinary(part);
  const plugins = listPlugins(downloaded);
  const home = await prepareHome({
    pulumi: findBinary(catalog.pulumi),
    ...(installed.has(catalog.pulumi.name)
      ? {}
      : { languageHost: findBinary(catalog.languageHost) }),
    plugins,
    key: homeKey(installed, plugins),
  });
  const fetched: PartStatus[] = providers
    .filter(() => downloaded)
    .map(({ part }) => ({ part, origin: "downloaded", version: part.version }));
  return {
    parts: [...statuses, ...fetched],
    clients,
    environment: home.environment,
    pulumi: home.pulumi,
    registry: findBinary(catalog.registry),
    shell: findBinary(catalog.shell),
    buildKit: async () => {
      const obstacle = findBuildKitObstacle();
      if (obstacle !== undefined) throw obstacle;
      // They are missing only if the machine's builder has just failed its test.
      if (hasMissing(builderParts, installed)) {
        const buildBuilder = (): Promise<unknown> =>
          buildMissing(builderParts, installed, listener);
        await withLock(buildBuilder, listener.onWait.bind(listener));
      }
      return {
        buildkitd: findBinary(catalog.buildkitd),
        runc: findBinary(catalog.runc),
        version: installed.get(catalog.buildkitd.name)?.version ?? catalog.buildkitd.version,
      };
    },
  };
}

interface BuildResult {
  readonly built: ReadonlySet<Part>;
  readonly clients: readonly Client[];
}

function isMissing(part: Part, installed: ReadonlyMap<string, InstalledProgram>): boolean {
  return !installed.has(part.name) && !isCached(part);
}

function hasMissing(
  required: readonly Part[],
  installed: ReadonlyMap<string, InstalledProgram>,
): boolean {
  return required.some((part) => isMissing(part, installed));
}

/** Call it with the lock held: another process may have built a part in the meantime. */
async function buildMissing(
  required: readonly Part[],
  installed: ReadonlyMap<string, InstalledProgram>,
  listener: ToolchainListener,
  moreFollows = false,
): Promise<ReadonlySet<Part>> {
  const missing = required.filter((part) => isMissing(part, installed));
  if (missing.length > 0) {
    const all = [...missing, ...clientsBuiltAlongside(missing)];
    checkPrerequisites(all);
    listener.onCost(all, estimateCost(all));
    const onProgress = listener.onProgress.bind(listener);
    await build(all, onProgress, cacheFolder(), moreFollows);
  }
  return new Set(missing);
}

function isProvider(part: Part): boolean {
  return providers.some((provider) => provider.part === part);
}

function listPlugins(downloaded: boolean): readonly Plugin[] {
  return providers.map(({ part, name }) => ({
    name,
    version: part.version,
    ...(downloaded ? {} : { binary: partBinary(part) }),
  }));
}

function homeKey(
  installed: ReadonlyMap<string, InstalledProgram>,
  plugins: readonly Plugin[],
): string {
  const cli = installed.get(catalog.pulumi.name);
  return JSON.stringify([cli ?? [partKey(catalog.pulumi), partKey(catalog.languageHost)], plugins]);
}

/**
 * Lets an installed `pulumi` download the providers, as it does for every user. If it cannot, they
 * are built, and the home that then exists records that.
 */
async function downloadProviders(
  installed: ReadonlyMap<string, InstalledProgram>,
): Promise<boolean> {
  const cli = installed.get(catalog.pulumi.name);
  if (cli === undefined) return false;
  if (existsSync(homeFolder(homeKey(installed, listPlugins(false))))) return false;
  const plugins = listPlugins(true);
  try {
    await prepareHome({ pulumi: cli.path, plugins, key: homeKey(installed, plugins) });
    return true;
  } catch (error) {
    if (error instanceof ToolchainError) return false;
    throw error;
  }
}
