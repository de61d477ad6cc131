import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { gte } from "semver";
import { findOnPath, run } from "../core/process/child";
import { buildkitd, languageHost, pulumi, registry, runc, type Part } from "./parts";

/** A program of the machine's own that serves as well as one built here. */
export interface Found {
  readonly path: string;
  readonly version: string;
}

/** The first three-part version in a text. */
export function versionIn(text: string): string | undefined {
  return /\bv?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/**
 * The oldest version of each program with which the main job is known, or said by its makers, to
 * work. The engine's wire format is stable within 3.x, but its Node SDK warns below its own minor.
 */
const oldest: Readonly<Record<string, string>> = {
  [pulumi.name]: pulumi.version,
  [buildkitd.name]: "0.20.0",
  [registry.name]: "3.0.0",
  [runc.name]: "1.1.0",
};

async function ask(
  name: string,
  ...args: string[]
): Promise<(Found & { said: string }) | undefined> {
  const path = findOnPath(name);
  if (path === undefined) return undefined;
  const { code, output } = await run(path, args, { timeoutMilliseconds: 10_000 });
  const version = versionIn(output);
  const wanted = oldest[name];
  if (code !== 0 || version === undefined || wanted === undefined) return undefined;
  return gte(version, wanted) ? { path, version, said: output } : undefined;
}

/** What the machine has of the parts, by name. A pulumi without its language host does not count. */
export async function lookAround(): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const note = (part: Part, program: Found | undefined): void => {
    if (program !== undefined)
      found.set(part.name, { path: program.path, version: program.version });
  };
  const [cli, builder, runner, store] = await Promise.all([
    ask(pulumi.name, "version"),
    ask(buildkitd.name, "--version"),
    ask(runc.name, "--version"),
    ask(registry.name, "--version"),
  ]);
  if (cli !== undefined) {
    const beside = join(dirname(cli.path), languageHost.name);
    const host = existsSync(beside) ? beside : findOnPath(languageHost.name);
    if (host !== undefined) {
      note(pulumi, cli);
      note(languageHost, { path: host, version: cli.version });
    }
  }
  note(buildkitd, builder);
  // Without seccomp compiled in, every RUN step would fail.
  note(runc, runner?.said.includes("libseccomp") === true ? runner : undefined);
  note(registry, store);
  return found;
}
