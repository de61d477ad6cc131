import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { gte } from "semver";
import { findOnPath, run } from "../core/process/child";
import { findInstalledPulumi, npmPulumiFolder } from "../core/pulumi/npmPackage";
import { npmPulumiKey } from "./pulumi/npmPulumi";
import { buildkitd, languageHost, pulumi, registry, runc, type Part } from "./parts";

/** A program of this machine that is new enough to be used. */
export interface InstalledProgram {
  readonly path: string;
  readonly version: string;
  readonly origin: "PATH" | "downloaded";
}

/** The first three-part version in a text. */
export function parseVersion(text: string): string | undefined {
  return /\bv?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/**
 * The oldest version of each program that is tested, or documented by its authors, to work.
 * Pulumi's wire format is stable within 3.x, but its Node SDK warns below its own minor version.
 */
const minimumVersions: Readonly<Record<string, string>> = {
  [pulumi.name]: pulumi.version,
  [buildkitd.name]: "0.20.0",
  [registry.name]: "3.0.0",
  [runc.name]: "1.1.0",
};

async function findProgram(
  name: string,
  ...args: string[]
): Promise<(InstalledProgram & { output: string }) | undefined> {
  const path = name === pulumi.name ? findInstalledPulumi() : findOnPath(name);
  return path === undefined ? undefined : checkProgram(name, path, "PATH", ...args);
}

async function checkProgram(
  name: string,
  path: string,
  origin: InstalledProgram["origin"],
  ...args: string[]
): Promise<(InstalledProgram & { output: string }) | undefined> {
  const { code, output } = await run(path, args, { timeoutMilliseconds: 10_000 });
  const version = parseVersion(output);
  const minimum = minimumVersions[name];
  if (code !== 0 || version === undefined || minimum === undefined) return undefined;
  return gte(version, minimum) ? { path, version, origin, output } : undefined;
}

/** The user's own command line, or else the one that `npx pulumi` downloaded. */
async function findPulumi(): ReturnType<typeof findProgram> {
  const found = await findProgram(pulumi.name, "version");
  if (found !== undefined || npmPulumiKey() !== undefined) return found;
  const downloaded = join(npmPulumiFolder(pulumi.version), "bin", pulumi.name);
  if (!existsSync(downloaded)) return undefined;
  return checkProgram(pulumi.name, downloaded, "downloaded", "version");
}

/** The usable programs of this machine, by name. A pulumi without its language host does not count. */
export async function findInstalledPrograms(): Promise<ReadonlyMap<string, InstalledProgram>> {
  const installed = new Map<string, InstalledProgram>();
  const add = (part: Part, program: InstalledProgram | undefined): void => {
    if (program !== undefined)
      installed.set(part.name, {
        path: program.path,
        version: program.version,
        origin: program.origin,
      });
  };
  const [cli, builder, runner, store] = await Promise.all([
    findPulumi(),
    findProgram(buildkitd.name, "--version"),
    findProgram(runc.name, "--version"),
    findProgram(registry.name, "--version"),
  ]);
  if (cli !== undefined) {
    const beside = join(dirname(cli.path), languageHost.name);
    const host = existsSync(beside) ? beside : findOnPath(languageHost.name);
    if (host !== undefined) {
      add(pulumi, cli);
      add(languageHost, { ...cli, path: host });
    }
  }
  add(buildkitd, builder);
  // Without seccomp compiled in, every RUN step would fail.
  add(runc, runner?.output.includes("libseccomp") === true ? runner : undefined);
  add(registry, store);
  return installed;
}
