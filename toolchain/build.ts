import { accessSync, constants, mkdirSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { basename, join } from "node:path";
import { asideFolder, cacheFolder, partBinary, partFolder, publish, sweep } from "./cache";
import { findOnPath, run, type Environment } from "../core/process/child";
import { diagnoseBuild, EngineFailure, type Problem } from "./failure";
import { moduleFolder, parts, type Part } from "./parts";
import { seccompEnvironment } from "./seccomp";

/** How far a build is: how many Go packages are compiled, of how many. */
export interface BuildState {
  readonly part: Part;
  phase: "waiting" | "downloading" | "compiling" | "done" | "failed";
  compiled: number;
  packages: number;
  downloaded: number;
}

const gigabyte = 1024 ** 3;

/** What a build takes, and what of it stays. */
export interface Cost {
  readonly minutes: number;
  /** Gigabytes while it runs. */
  readonly disk: number;
  /** Megabytes of the programs, which stay. */
  readonly programs: number;
  /** Gigabytes of the modules, which stay in Go's cache. */
  readonly modules: number;
}

/** What is told while the engine is made ready. */
export interface EngineListener {
  /** When another process is building in the same cache, and this one waits until it has ended. */
  onWait(pid: number): void;
  /** Before a build begins: what it costs. */
  onCost(lacking: readonly Part[], cost: Cost): void;
  onProgress(states: readonly BuildState[]): void;
}

/** What a cold build costs, from measurements on two cores. */
export function estimate(lacking: readonly Part[]): Cost {
  const all = parts.reduce((sum, part) => sum + part.seconds, 0);
  const seconds = lacking.reduce((sum, part) => sum + part.seconds, 0);
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
 * Builds the parts that are lacking, several at once, and throws one message for all that failed.
 * What the compiler kept stays where more is to be built: much of it is the same packages. A part
 * that only comes along with another one stops nothing: whoever wants it finds that it is lacking.
 */
export async function build(
  lacking: readonly Part[],
  onProgress: (states: readonly BuildState[]) => void,
  cache = cacheFolder(),
  moreFollows = false,
): Promise<void> {
  const go = refuseObstacles(lacking, cache);
  const folder = join(cache, "engine");
  const problems: Problem[] = [];
  sweep(folder);
  const states: BuildState[] = [...lacking]
    .sort((a, b) => b.seconds - a.seconds)
    .map((part) => ({ part, phase: "waiting", compiled: 0, packages: 0, downloaded: 0 }));
  const comesAlong = ({ after }: Part): boolean =>
    lacking.some(({ name }) => name === after?.part.name);
  const waiting = states.filter(({ part }) => !comesAlong(part));
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
        if (!(error instanceof EngineFailure)) throw error;
        state.phase = "failed";
        if (!comesAlong(state.part)) problems.push(...error.problems);
      }
      onProgress(states);
    }
  };
  await Promise.all(Array.from({ length: atOnce() }, work));
  if (problems.length > 0) throw new EngineFailure(problems);
  if (!moreFollows) forgetCompiled(cache);
}

/** Only a broken-off build needs what the compiler kept: the binaries are in the cache then. */
export function forgetCompiled(cache = cacheFolder()): void {
  rmSync(buildCacheFolder(cache), { recursive: true, force: true });
}

/** One more than the cores, because linking uses one only; each may take two gigabytes of memory. */
function atOnce(): number {
  return Math.max(1, Math.min(availableParallelism() + 1, Math.floor(totalmem() / (2 * gigabyte))));
}

function buildCacheFolder(cache: string): string {
  return join(cache, "go-build");
}

/** Throws what would make a build fail, before any time is spent; gives the Go command. */
export function refuseObstacles(lacking: readonly Part[], cache = cacheFolder()): string {
  const go = findOnPath("go");
  const folder = join(cache, "engine");
  const problems: Problem[] = [];
  if (go === undefined) {
    problems.push({
      part: lacking.map((part) => part.name).join(", "),
      cause: "not on this machine, and there is no Go to build it with",
      fix: "install Go 1.26 or newer from https://go.dev/dl/ and run the command again.",
    });
  }
  const needsCompiler = lacking.filter((part) => part.cgo);
  if (needsCompiler.length > 0 && !["gcc", "cc", "clang"].some((name) => findOnPath(name))) {
    problems.push({
      part: needsCompiler.map((part) => part.name).join(", "),
      cause: "there is no C compiler",
      fix: "install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
    });
  }
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    problems.push({
      part: "cache",
      cause: `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
      fix: "name another folder in PULUMI_GHCR_CACHE.",
    });
    throw new EngineFailure(problems);
  }
  const { bavail, bsize } = statfsSync(folder);
  const needed = estimate(lacking).disk;
  if (bavail * bsize < needed * gigabyte) {
    problems.push({
      part: "disk",
      cause: `${((bavail * bsize) / gigabyte).toFixed(1)} GB are free at ${folder}, and the build needs about ${needed} GB`,
      fix: "free some space, or name another folder in PULUMI_GHCR_CACHE.",
    });
  }
  if (go === undefined || problems.length > 0) throw new EngineFailure(problems);
  return go;
}

async function buildPart(
  go: string,
  state: BuildState,
  cache: string,
  changed: () => void,
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
    ...(part.tags.includes("seccomp") ? await seccompEnvironment(join(cache, "build")) : {}),
  };
  const cwd = moduleFolder(part);
  const tags = part.tags.length === 0 ? [] : [`-tags=${part.tags.join(",")}`];

  state.phase = "downloading";
  changed();
  const listing = await run(go, ["list", "-deps", ...tags, part.package], {
    cwd,
    environment,
    log,
    onLine: (line) => {
      if (line.startsWith("go: downloading")) state.downloaded += 1;
      changed();
    },
  });
  if (listing.code !== 0) throw new EngineFailure([diagnoseBuild(part.name, listing.output, log)]);
  state.packages = listing.output.split("\n").filter((line) => /^[\w.-]+(\/|$)/.test(line)).length;

  state.phase = "compiling";
  changed();
  const final = partFolder(part, cache);
  const aside = asideFolder(final);
  const stamps = part.stamps.map((stamp) => `-X ${stamp}`).join(" ");
  const built = await run(
    go,
    [
      "build",
      "-v",
      "-trimpath",
      ...tags,
      `-ldflags=-s -w ${stamps}`,
      "-o",
      join(aside, basename(partBinary(part, cache))),
      part.package,
    ],
    {
      cwd,
      environment,
      log,
      onLine: () => {
        state.compiled += 1;
        changed();
      },
    },
  );
  if (built.code !== 0) {
    rmSync(aside, { recursive: true, force: true });
    throw new EngineFailure([diagnoseBuild(part.name, built.output, log)]);
  }
  publish(aside, final);
}
