import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { findNearest } from "../text/nearest";
import type { SourcePaths } from "./git";

/** A file or folder that a build needs and that does not exist. */
export interface MissingPath {
  /** The setting, such as `context` or `contexts.base`. */
  readonly setting: string;
  readonly kind: "folder" | "Dockerfile";
  /** The absolute path. */
  readonly path: string;
  /** A similar path that exists, as it would be written in the setting. */
  readonly nearest?: string;
}

/** A context can be an address, which BuildKit reads: `https://…`, `docker-image://…`, `target:…`. */
const address = /^(?:[a-z][a-z0-9+.-]*:|git@|github\.com\/|-$)/i;

/** What a build needs from this machine's disk, as far as it does not exist. */
export function findMissingPaths({
  context,
  dockerfile,
  contexts = {},
}: SourcePaths): readonly MissingPath[] {
  const folders = [
    ["context", context],
    ...Object.entries(contexts).map(([name, path]) => [`contexts.${name}`, path] as const),
  ] as const;
  const missingFolders = folders
    .filter(([, path]) => !address.test(path) && typeOf(path) !== "folder")
    .map(([setting, path]) => describe(setting, "folder", path));
  // Without its context, the Dockerfile is missing as well.
  if (missingFolders.some(({ setting }) => setting === "context")) return missingFolders;
  const file = dockerfile ?? join(context, "Dockerfile");
  const isMissing = !address.test(context) && !address.test(file) && typeOf(file) !== "file";
  return isMissing
    ? [...missingFolders, describe("dockerfile", "Dockerfile", file)]
    : missingFolders;
}

function describe(setting: string, kind: MissingPath["kind"], path: string): MissingPath {
  const nearest = findNearestPath(path, kind);
  return { setting, kind, path: resolve(path), ...(nearest !== undefined && { nearest }) };
}

/** A path that differs in one name. A Dockerfile can have any name that contains the word. */
function findNearestPath(path: string, kind: MissingPath["kind"]): string | undefined {
  const parent = dirname(path);
  if (typeOf(parent) !== "folder") {
    const folder = parent === path ? undefined : findNearestPath(parent, "folder");
    const moved = folder === undefined ? undefined : join(folder, basename(path));
    return moved !== undefined && typeOf(moved) !== undefined ? moved : folder;
  }
  const type = kind === "folder" ? "folder" : "file";
  const names = readdirSync(parent).filter((name) => typeOf(join(parent, name)) === type);
  const dockerfile = names.find((name) => /dockerfile/i.test(name) && !/ignore$/i.test(name));
  const name =
    findNearest(basename(path), names) ?? (kind === "Dockerfile" ? dockerfile : undefined);
  return name === undefined ? undefined : join(parent, name);
}

function typeOf(path: string): "folder" | "file" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? "folder" : "file";
}
