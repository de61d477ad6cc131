import { existsSync, statSync } from "node:fs";
import { isCached, partBinary } from "./cache";
import { findInstalledPrograms } from "./machine";
import { parts, type Origin, type Part } from "./parts";
import { releasedFile, type Release } from "./download/releases";

/** Where an available part is, and where it came from. */
export interface Location {
  readonly origin: Origin;
  readonly version: string;
  readonly path: string;
  readonly bytes: number;
}

export type Inventory = ReadonlyMap<Part, Location>;

/** Finds the parts that this machine has: on PATH, built before, or downloaded before. */
export async function takeInventory(releases: readonly Release[]): Promise<Inventory> {
  const installed = await findInstalledPrograms();
  const locate = (part: Part): Omit<Location, "bytes"> | undefined => {
    const program = installed.get(part.name);
    if (program !== undefined) return program;
    if (isCached(part)) {
      return { origin: "built", version: part.version, path: partBinary(part) };
    }
    const release = releases.find(({ programs }) => programs.has(part));
    const path = release === undefined ? undefined : releasedFile(release, part);
    if (release === undefined || path === undefined || !existsSync(path)) return undefined;
    // BuildKit's release contains a runc, which has a version of its own.
    const isOwn = release.version === part.version;
    const version = isOwn ? release.version : `${release.name} ${release.version}`;
    return { origin: "downloaded", version, path };
  };
  return new Map(
    parts.flatMap((part) => {
      const location = locate(part);
      if (location === undefined) return [];
      return [[part, { ...location, bytes: statSync(location.path).size }] as const];
    }),
  );
}
