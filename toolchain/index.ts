import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, removeBuildCache, checkPrerequisites, type BuildListener } from "./build/build";
import { estimateCost } from "./build/cost";
import { findBuildKitObstacle, type BuildKitOptions } from "./buildkit/buildKit";
import { cacheFolder, isCached, partKey } from "./cache";
import type { Environment } from "../core/process/child";
import { hasMissingClients, prepareClients, type Client } from "./clients";
import { downloadReleases, type DownloadListener } from "./download/download";
import { ToolchainError } from "./failure";
import { homeFolder, installPlugins, prepareHome, type Plugin } from "./pulumi/home";
import { takeInventory, type Inventory, type Location } from "./inventory";
import { withLock } from "./lock";
import { pulumiHome } from "../core/pulumi/npmPackage";
import { installNpmPulumi, removeNpmPulumi } from "./pulumi/npmPulumi";
import * as catalog from "./parts";
import type { Part } from "./parts";
import { otherFiles, listReleases, type Release } from "./download/releases";

export type { Builder } from "./buildkit/builder";
export { findDockerCandidate, openDockerBuilder, type DockerCandidate } from "./buildkit/docker";
export { findBuildKitObstacle, startBuildKit } from "./buildkit/buildKit";
export { cacheFolder } from "./cache";
export { findClients, type Client } from "./clients";
export { ToolchainError, type Problem } from "./failure";
export type { BuildState } from "./build/build";
export { secondsOf } from "./build/cost";
export type { DownloadState } from "./download/download";
export type { Origin, Part } from "./parts";

/** Receives the progress while the toolchain is prepared. */
export interface ToolchainListener extends BuildListener, DownloadListener {
  /** Another process is preparing the same cache; this one waits until it has ended. */
  onWait(pid: number): void;
}

export interface PartStatus extends Partial<Location> {
  readonly part: Part;
  readonly origin: Location["origin"];
  readonly version: string;
}

export interface Toolchain {
  readonly parts: readonly PartStatus[];
  /** Used by the tests only; empty unless they were requested. */
  readonly clients: readonly Client[];
  /** The variables for `pulumi`: PATH, its home, no downloads. */
  readonly environment: Environment;
  readonly pulumi: string;
  readonly registry: string;
  readonly shell: Shell;
  /** Gets BuildKit if it is missing, and returns its executables. */
  buildKit(): Promise<BuildKitParts>;
}

/** A shell for images, and the libraries that it needs in `/lib`. */
export interface Shell {
  readonly program: string;
  readonly libraries: readonly string[];
}

export type BuildKitParts = Pick<BuildKitOptions, "buildkitd" | "runc" | "version">;

export interface ToolchainOptions {
  /** Whether BuildKit is needed, because the machine has no Docker builder to try. */
  readonly builder: boolean;
  /** Whether to prepare the clients that only the tests use, too. */
  readonly clients?: boolean;
  /** Where releases are. @default the makers' own addresses */
  readonly releases?: readonly Release[];
}

const providers = [
  { part: catalog.githubProvider, name: "github" },
  { part: catalog.dockerBuildProvider, name: "docker-build" },
] as const;

/** Needed to build images on a machine without a usable Docker builder. */
const builderParts: readonly Part[] = [catalog.buildkitd, catalog.runc];

/** Removes everything that was installed, so that the next `prepareToolchain` starts over. */
export async function removeToolchain(onWait: ToolchainListener["onWait"]): Promise<void> {
  const remove = (): Promise<void> => {
    for (const folder of ["engine", "go-build", "build", "logs"]) {
      rmSync(join(cacheFolder(), folder), { recursive: true, force: true });
    }
    removeNpmPulumi();
    return Promise.resolve();
  };
  await withLock(remove, onWait);
}

/**
 * Takes each part from this machine, or else from its maker's release, or else builds it from pinned
 * Go modules.
 */
export async function prepareToolchain(
  listener: ToolchainListener,
  { builder, clients: withClients = false, releases = listReleases() }: ToolchainOptions,
): Promise<Toolchain> {
  const all = catalog.parts.filter((part) => builder || !builderParts.includes(part));
  const released = all.filter((part) => !isProvider(part));
  let inventory = await downloadMissing(released, releases, listener);
  const hasProviders = await downloadProviders(inventory);
  const required = all.filter((part) => !(hasProviders && isProvider(part)));
  const clients = await buildMissing(required, inventory, listener, withClients);
  if (required.some((part) => !inventory.has(part))) inventory = await takeInventory(releases);
  const plugins = listPlugins(hasProviders ? undefined : inventory);
  const home = await prepareHome({
    ...cliOf(inventory),
    plugins,
    key: homeKey(inventory, plugins),
  });
  await installForNpx(inventory, plugins);
  return {
    parts: all.map((part) => {
      const location = hasProviders && isProvider(part) ? undefined : inventory.get(part);
      return location === undefined
        ? { part, origin: "downloaded", version: part.version }
        : { part, ...location };
    }),
    clients,
    environment: home.environment,
    pulumi: home.pulumi,
    registry: locate(inventory, catalog.registry).path,
    shell: {
      program: locate(inventory, catalog.shell).path,
      libraries: otherFiles(releases, catalog.shell, locate(inventory, catalog.shell).path),
    },
    buildKit: async () => {
      const obstacle = await findBuildKitObstacle();
      if (obstacle !== undefined) throw obstacle;
      // They are missing only if the machine's builder has just failed its test.
      await buildMissing(
        builderParts,
        await downloadMissing(builderParts, releases, listener),
        listener,
        false,
      );
      const complete = await takeInventory(releases);
      const buildkitd = locate(complete, catalog.buildkitd);
      return {
        buildkitd: buildkitd.path,
        version: buildkitd.version,
        runc: locate(complete, catalog.runc).path,
      };
    },
  };
}

function isProvider(part: Part): boolean {
  return providers.some((provider) => provider.part === part);
}

function locate(inventory: Inventory, part: Part): Location {
  const location = inventory.get(part);
  if (location === undefined) throw new Error(`${part.name} was prepared, but is missing`);
  return location;
}

/** Downloads the releases of missing parts. What cannot be downloaded is reported, and stays missing. */
async function downloadMissing(
  required: readonly Part[],
  releases: readonly Release[],
  listener: ToolchainListener,
): Promise<Inventory> {
  const inventory = await takeInventory(releases);
  const hasMissing = (known: Inventory): boolean => required.some((part) => !known.has(part));
  if (!hasMissing(inventory)) return inventory;
  const download = async (): Promise<Inventory> => {
    // Another process may have downloaded or built some in the meantime.
    const known = await takeInventory(releases);
    const isNeeded = ({ programs }: Release): boolean =>
      required.some((part) => programs.has(part) && !known.has(part));
    const needed = releases.filter(isNeeded);
    if (needed.length === 0) return known;
    await downloadReleases(needed, listener);
    return takeInventory(releases);
  };
  return withLock(download, listener.onWait.bind(listener));
}

/** Builds the missing parts, and the clients if they are requested. */
async function buildMissing(
  required: readonly Part[],
  inventory: Inventory,
  listener: ToolchainListener,
  withClients: boolean,
): Promise<readonly Client[]> {
  const missing = required.filter((part) => !inventory.has(part));
  const prepareRequested = async (): Promise<readonly Client[]> =>
    withClients ? prepareClients(listener) : [];
  if (missing.length === 0 && !(withClients && hasMissingClients())) return prepareRequested();
  const buildAll = async (): Promise<readonly Client[]> => {
    // Another process may have built some in the meantime.
    const unbuilt = missing.filter((part) => !isCached(part));
    if (unbuilt.length > 0) {
      checkPrerequisites(unbuilt);
      listener.onCost(unbuilt, estimateCost(unbuilt));
      await build(unbuilt, listener.onProgress.bind(listener), cacheFolder(), withClients);
    }
    const clients = await prepareRequested();
    if (unbuilt.length > 0) removeBuildCache();
    return clients;
  };
  return withLock(buildAll, listener.onWait.bind(listener));
}

/** The plugins: their binaries, unless Pulumi downloads them. */
function listPlugins(inventory: Inventory | undefined): readonly Plugin[] {
  return providers.map(({ part, name }) => ({
    name,
    version: part.version,
    ...(inventory === undefined ? {} : { binary: locate(inventory, part).path }),
  }));
}

/** The command line, and its language host if that is in another folder. */
function cliOf(inventory: Inventory): { readonly pulumi: string; readonly languageHost?: string } {
  const { path: cli, origin } = locate(inventory, catalog.pulumi);
  if (origin !== "built") return { pulumi: cli };
  return { pulumi: cli, languageHost: locate(inventory, catalog.languageHost).path };
}

function homeKey(inventory: Inventory, plugins: readonly Plugin[]): string {
  const { path, version } = locate(inventory, catalog.pulumi);
  return JSON.stringify([path, version, plugins]);
}

/**
 * Lets Pulumi download the providers, as it does for every user. If it cannot, they are built, and the
 * home that then exists records that.
 */
async function downloadProviders(inventory: Inventory): Promise<boolean> {
  const cli = inventory.get(catalog.pulumi);
  // A machine that could not download Pulumi cannot download these.
  if (cli === undefined || cli.origin === "built") return false;
  const areBuilt = providers.every(({ part }) => inventory.has(part));
  if (areBuilt && existsSync(homeFolder(homeKey(inventory, listPlugins(inventory))))) return false;
  const plugins = listPlugins(undefined);
  try {
    await prepareHome({ ...cliOf(inventory), plugins, key: homeKey(inventory, plugins) });
    return true;
  } catch (error) {
    if (error instanceof ToolchainError) return false;
    throw error;
  }
}

/** Lets `npx pulumi` use what was built here, as this machine may not be able to download it. */
async function installForNpx(inventory: Inventory, plugins: readonly Plugin[]): Promise<void> {
  const cli = cliOf(inventory);
  if (cli.languageHost === undefined) return;
  const key = JSON.stringify([partKey(catalog.pulumi), partKey(catalog.languageHost)]);
  installNpmPulumi(key, [cli.pulumi, cli.languageHost]);
  await installPlugins(cli.pulumi, plugins, pulumiHome());
}
