import { accessSync, constants, mkdirSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { basename, join } from "node:path";
import {
  createStagingFolder,
  cacheFolder,
  partBinary,
  partFolder,
  publish,
  removeAbandonedFolders,
} from "./cache";
import { findOnPath, run, type Environment, type RunOptions } from "../core/process/child";
import { diagnoseBuild, ToolchainError, type Problem } from "./failure";
import { moduleFolder, parts, type Part, type Patch } from "./parts";
import { applyPatch } from "./patch";
import { prepareSeccomp } from "./seccomp";

/** The progress of one part's build, counted in Go packages. */
export interface BuildState {
  readonly part: Part;
  phase: "waiting" | "downloading" | "compiling" | "done" | "failed";
  compiled: number;
  packages: number;
  downloaded: number;
}

const gigabyte = 1024 ** 3;

/** What a build costs, and what remains of it. */
export interface Cost {
  readonly minutes: number;
  /** Gigabytes while it runs. */
  readonly disk: number;
  /** Megabytes of the programs, which remain. */
  readonly programs: number;
  /** Gigabytes of the modules, which remain in Go's module cache. */
  readonly modules: number;
}

/** Receives the progress while the toolchain is prepared. */
export interface ToolchainListener {
  /** Another process is building in the same cache; this one waits until it has ended. */
  onWait(pid: number): void;
  /** Called before a build begins. */
  onCost(missing: readonly Part[], cost: Cost): void;
  onProgress(states: readonly BuildState[]): void;
}

/** Estimated from measurements on two cores. */
export function estimateCost(missing: readonly Part[]): Cost {
  const all = parts.reduce((sum, part) => sum + part.seconds, 0);
  const seconds = missing.reduce((sum, part) => sum + part.seconds, 0);
  const cores = Math.max(1, availableParallelism());
  // Downloads take a part of the time that more cores do not shorten.
  const minutes = Math.max(1, Math.round(((seconds * 2) / cores + (seconds / all) * 90) / 60));
  return {
    minutes,
    disk: Math.max(1, Math.ceil((seconds / all) * 8)),
    programs: Math.max(1, Math.round((seconds / all) * 50)) * 10,
    modules: Math.max(1, Math.round((seconds / all) * 4)),
  };
}

/**
 * Builds the missing parts, several at once, and throws one error for all that failed. With
 * `moreFollows` the compiler's cache is kept, because the next builds share most of its packages. A
 * failure of a part that is only built alongside another is not reported: who needs it finds it
 * missing.
 */
export async function build(
  missing: readonly Part[],
  onProgress: (states: readonly BuildState[]) => void,
  cache = cacheFolder(),
  moreFollows = false,
): Promise<void> {
  const go = checkPrerequisites(missing, cache);
  const folder = join(cache, "engine");
  const problems: Problem[] = [];
  removeAbandonedFolders(folder);
  const states: BuildState[] = [...missing]
    .sort((a, b) => b.seconds - a.seconds)
    .map((part) => ({ part, phase: "waiting", compiled: 0, packages: 0, downloaded: 0 }));
  const isBuiltAlongside = ({ after }: Part): boolean =>
    missing.some(({ name }) => name === after?.part.name);
  const waiting = states.filter(({ part }) => !isBuiltAlongside(part));
  const work = async (): Promise<void> => {
    for (let state = waiting.shift(); state !== undefined; state = waiting.shift()) {
      try {
        await buildPart(go, state, cache, () => {
          onProgress(states);
        });
        state.phase = "done";
        const { name } = state.part;
        waiting.unshift(...states.filter(({ part }) => part.after?.part.name === name));
      } catch (error) {
        if (!(error instanceof ToolchainError)) throw error;
        state.phase = "failed";
        if (!isBuiltAlongside(state.part)) problems.push(...error.problems);
      }
      onProgress(states);
    }
  };
  await Promise.all(Array.from({ length: maxParallelBuilds() }, work));
  if (problems.length > 0) throw new ToolchainError(problems);
  if (!moreFollows) removeBuildCache(cache);
}

/** The compiler's cache is only needed to resume an interrupted build. */
export function removeBuildCache(cache = cacheFolder()): void {
  rmSync(buildCacheFolder(cache), { recursive: true, force: true });
}

/**
 * One more than the cores, because linking uses one only; each may take two gigabytes of memory.
 */
function maxParallelBuilds(): number {
  return Math.max(1, Math.min(availableParallelism() + 1, Math.floor(totalmem() / (2 * gigabyte))));
}

function buildCacheFolder(cache: string): string {
  return join(cache, "go-build");
}

/**
 * Throws everything that would make a build fail, before any time is spent; returns the Go command.
 */
export function checkPrerequisites(missing: readonly Part[], cache = cacheFolder()): string {
  const go = findOnPath("go");
  const folder = join(cache, "engine");
  const problems: Problem[] = [];
  if (go === undefined) {
    problems.push({
      part: missing.map((part) => part.name).join(", "),
      cause: "not installed, and Go, which would build it, is not installed either",
      fix: "install Go 1.26 or newer from https://go.dev/dl/ and run the command again.",
    });
  }
  const needsCompiler = missing.filter((part) => part.cgo);
  if (needsCompiler.length > 0 && !["gcc", "cc", "clang"].some((name) => findOnPath(name))) {
    problems.push({
      part: needsCompiler.map((part) => part.name).join(", "),
      cause: "no C compiler is installed",
      fix: "install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
    });
  }
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    problems.push({
      part: "cache",
      cause: `${folder} is not writable (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
      fix: "set PULUMI_GHCR_CACHE to a writable folder.",
    });
    throw new ToolchainError(problems);
  }
  const { bavail, bsize } = statfsSync(folder);
  const needed = estimateCost(missing).disk;
  if (bavail * bsize < needed * gigabyte) {
    problems.push({
      part: "disk",
      cause: `the build needs about ${needed} GB, but only ${((bavail * bsize) / gigabyte).toFixed(1)} GB are free in ${folder}`,
      fix: "free some disk space, or set PULUMI_GHCR_CACHE to a folder on another disk.",
    });
  }
  if (go === undefined || problems.length > 0) throw new ToolchainError(problems);
  return go;
}

async function buildPart(
  go: string,
  state: BuildState,
  cache: string,
  onChange: () => void,
): Promise<void> {
  const { part } = state;
  const logs = join(cache, "logs");
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${part.name}.log`);
  const environment: Environment = {
    GOCACHE: buildCacheFolder(cache),
    GOFLAGS: "-mod=readonly -buildvcs=false",
    GOWORK: "off",
    CGO_ENABLED: part.cgo ? "1" : "0",
    ...(part.tags.includes("seccomp") ? await prepareSeccomp(join(cache, "build")) : {}),
  };
  const cwd = moduleFolder(part);
  state.phase = "downloading";
  onChange();
  const flags = [
    ...(part.tags.length === 0 ? [] : [`-tags=${part.tags.join(",")}`]),
    ...(part.patch === undefined
      ? []
      : [
          `-modfile=${await patchModule(go, part.name, part.patch, { cwd, environment, log }, cache)}`,
        ]),
  ];
  const listing = await run(go, ["list", "-deps", ...flags, part.package], {
    cwd,
    environment,
    log,
    onLine: (line) => {
      if (line.startsWith("go: downloading")) state.downloaded += 1;
      onChange();
    },
  });
  if (listing.code !== 0) throw new ToolchainError([diagnoseBuild(part.name, listing.output, log)]);
  state.packages = listing.output.split("\n").filter((line) => /^[\w.-]+(\/|$)/.test(line)).length;

  state.phase = "compiling";
  onChange();
  const final = partFolder(part, cache);
  const staging = createStagingFolder(final);
  const stamps = part.stamps.map((stamp) => `-X ${stamp}`).join(" ");
  const built = await run(
    go,
    [
      "build",
      "-v",
      "-trimpath",
      ...flags,
      `-ldflags=-s -w ${stamps}`,
      "-o",
      join(staging, basename(partBinary(part, cache))),
      part.package,
    ],
    {
      cwd,
      environment,
      log,
      onLine: () => {
        state.compiled += 1;
        onChange();
      },
    },
  );
  if (built.code !== 0) {
    rmSync(staging, { recursive: true, force: true });
    throw new ToolchainError([diagnoseBuild(part.name, built.output, log)]);
  }
  publish(staging, final);
}

/** Downloads a part's module and changes a copy of it. Returns the path of the go.mod to use. */
async function patchModule(
  go: string,
  name: string,
  patch: Patch,
  options: RunOptions & { readonly cwd: string; readonly log: string },
  cache: string,
): Promise<string> {
  const { code, output, stdout } = await run(
    go,
    ["mod", "download", "-json", patch.module],
    options,
  );
  if (code !== 0) throw new ToolchainError([diagnoseBuild(name, output, options.log)]);
  const { Dir: source } = JSON.parse(stdout) as { readonly Dir: string };
  return applyPatch(
    patch,
    source,
    join(options.cwd, "go.mod"),
    join(buildCacheFolder(cache), "patched", name),
  );
}
