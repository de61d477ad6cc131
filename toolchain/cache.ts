import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { isRunning } from "../core/process/isRunning";
import { moduleFolder, type Part } from "./parts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's cache folder for this project: outside the clone, so that the next clone is warm. */
export function cacheFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment.PULUMI_GHCR_CACHE;
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  if (platform === "win32" && environment.LOCALAPPDATA !== undefined) {
    return join(environment.LOCALAPPDATA, "pulumi-ghcr");
  }
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "pulumi-ghcr");
  const xdg = environment.XDG_CACHE_HOME;
  return join(xdg === undefined || xdg === "" ? join(homedir(), ".cache") : xdg, "pulumi-ghcr");
}

/** The files below a folder, sorted. */
function listFiles(folder: string, prefix = ""): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      return entry.isDirectory() ? listFiles(folder, path) : [path];
    });
}

/**
 * A hash of what determines a binary: its module's files (versions, checksums, code), how it is
 * built, and the platform. The Go version is left out on purpose: another compiler makes an equally
 * good binary, and each Go update would cost eight minutes.
 */
export function partKey(part: Part): string {
  const folder = moduleFolder(part);
  const hash = createHash("sha256");
  const { package: name, version, stamps, tags, cgo } = part;
  hash.update(JSON.stringify([name, version, stamps, tags, cgo]));
  hash.update(`${process.platform}/${process.arch}`);
  const own = name.startsWith("./") ? name.slice(2) : undefined;
  // Code of our own is in a folder for each program. What stands in for modules is used by all.
  const belongs = (file: string): boolean => {
    const [first, ...rest] = file.split("/");
    return rest.length === 0 || first === "stubs" || first === own;
  };
  for (const file of listFiles(folder).filter(belongs)) {
    hash.update(`\0${file}\0`);
    // A checkout with other line endings is the same module.
    hash.update(readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n"));
  }
  return hash.digest("hex").slice(0, 12);
}

/** The folder that holds a part's binary. It exists only when the binary is complete. */
export function partFolder(part: Part, cache = cacheFolder()): string {
  return join(cache, "engine", `${part.name}-${part.version}-${partKey(part)}`);
}

export function partBinary(part: Part, cache = cacheFolder()): string {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return join(partFolder(part, cache), `${part.name}${suffix}`);
}

export function isCached(part: Part, cache = cacheFolder()): boolean {
  return existsSync(partBinary(part, cache));
}

/** An empty folder to write into, which `publish` then renames to its final name. */
export function createStagingFolder(final: string): string {
  const staging = `${final}.partial-${String(process.pid)}`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  return staging;
}

/** Renames atomically. A folder that another process published first has the same content. */
export function publish(staging: string, final: string): void {
  try {
    renameSync(staging, final);
  } catch (error) {
    if (!existsSync(final)) throw error;
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Renames a folder, after the one that has its name was removed. */
export function replace(staging: string, final: string): void {
  removeFolder(final);
  publish(staging, final);
}

/** Removes a folder. It never looks complete while only some of its files are left. */
export function removeFolder(folder: string): void {
  // This name is also removed by `removeAbandonedFolders`.
  const removed = `${folder}.old.partial-${String(process.pid)}`;
  if (existsSync(folder)) renameSync(folder, removed);
  rmSync(removed, { recursive: true, force: true });
}

/** Links a binary, or copies it if the two folders are on different disks. */
export function linkBinary(binary: string, target: string): void {
  try {
    linkSync(binary, target);
  } catch {
    copyFileSync(binary, target);
  }
}

/** Removes the staging folders of processes that have ended. */
export function removeAbandonedFolders(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}
