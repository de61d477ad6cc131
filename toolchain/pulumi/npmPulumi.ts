import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createStagingFolder, linkBinary, removeFolder, replace } from "../cache";
import { npmPulumiFolder } from "../../core/pulumi/npmPackage";
import { pulumi } from "../parts";

/** Tells a command line that was built here from Pulumi's own. Contains what it was built from. */
const builtFile = "built-by-pulumi-ghcr";

/** What the command line there was built from; undefined if it is Pulumi's own, or missing. */
export function npmPulumiKey(folder = npmPulumiFolder(pulumi.version)): string | undefined {
  const file = join(folder, builtFile);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * Puts programs that were built where `npx pulumi` finds them. What is there is outdated, or it would
 * have been used.
 */
export function installNpmPulumi(key: string, binaries: readonly string[]): void {
  const folder = npmPulumiFolder(pulumi.version);
  if (npmPulumiKey(folder) === key) return;
  const staging = createStagingFolder(folder);
  mkdirSync(join(staging, "bin"));
  for (const binary of binaries) linkBinary(binary, join(staging, "bin", basename(binary)));
  writeFileSync(join(staging, builtFile), key);
  replace(staging, folder);
}

/** Removes a command line that was built here. */
export function removeNpmPulumi(): void {
  const folder = npmPulumiFolder(pulumi.version);
  if (npmPulumiKey(folder) !== undefined) removeFolder(folder);
}
