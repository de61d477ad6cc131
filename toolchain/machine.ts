import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { gte } from "semver";
import { findOnPath, run } from "../core/process/child";
import { buildkitd, languageHost, pulumi, registry, runc, type Part } from "./parts";

/** A program on PATH that is new enough to be used instead of building one. */
export interface InstalledProgram {
  readonly path: string;
  readonly version: string;
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
  const path = findOnPath(name);
  if (path === undefined) return undefined;
  const { code, output } = await run(path, args, { timeoutMilliseconds: 10_000 });
  const version = parseVersion(output);
  const minimum = minimumVersions[name];
  if (code !== 0 || version === undefined || minimum === undefined) return undefined;
  return gte(version, minimum) ? { path, version, output } : undefined;
}

/** The usable parts on PATH, by name. A pulumi without its language host does not count. */
export async function findInstalledPrograms(): Promise<ReadonlyMap<string, InstalledProgram>> {
  const installed = new Map<string, InstalledProgram>();
  const add = (part: Part, program: InstalledProgram | undefined): void => {
    if (program !== undefined)
      installed.set(part.name, { path: program.path, version: program.version });
  };
  const [cli, builder, runner, store] = await Promise.all([
    findProgram(pulumi.name, "version"),
    findProgram(buildkitd.name, "--version"),
    findProgram(runc.name, "--version"),
    findProgram(registry.name, "--version"),
  ]);
  if (cli !== undefined) {
    const beside = join(dirname(cli.path), languageHost.name);
    const host = existsSync(beside) ? beside : findOnPath(languageHost.name);
    if (host !== undefined) {
      add(pulumi, cli);
      add(languageHost, { path: host, version: cli.version });
    }
  }
  add(buildkitd, builder);
  // Without seccomp compiled in, every RUN step would fail.
  add(runc, runner?.output.includes("libseccomp") === true ? runner : undefined);
  add(registry, store);
  return installed;
}
