import { accessSync, constants, mkdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import { basename, join } from "node:path";
import {
  createStagingFolder,
  cacheFolder,
  partBinary,
  partFolder,
  publish,
  removeAbandonedFolders,
} from "../cache";
import { findOnPath, run, type Environment } from "../../core/process/child";
import { isDownloadable } from "../download/releases";
import { diagnoseBuild, ToolchainError, type Problem } from "../failure";
import { moduleFolder, type Part } from "../parts";
import { estimateCost, type Cost } from "./cost";
import { prepareSeccomp } from "./seccomp";

/** The progress of the parts of one folder, counted in Go packages. */
export interface BuildState {
  readonly parts: readonly Part[];
  phase: "waiting" | "downloading" | "compiling" | "done" | "failed";
  compiled: number;
  packages: number;
  downloaded: number;
}

const gigabyte = 1024 ** 3;

const installGo = "install Go 1.26 or newer from https://go.dev/dl/";

/** Receives the progress of a build. */
export interface BuildListener {
  /** Called before it begins. */
  onCost(missing: readonly Part[], cost: Cost): void;
  onProgress(states: readonly BuildState[]): void;
}

/**
 * Builds the missing parts, those of a folder with one command, and one folder after another: two
 * commands that run at once compile the packages that they share twice. Throws one error for all that
 * failed. With `moreFollows` the compiler's cache is kept, because the next builds share most of its
 * packages.
 */
export async function build(
  missing: readonly Part[],
  onProgress: (states: readonly BuildState[]) => void,
  cache = cacheFolder(),
  moreFollows = false,
): Promise<void> {
  const go = checkPrerequisites(missing, cache);
  const problems: Problem[] = [];
  removeAbandonedFolders(join(cache, "engine"));
  const folders = [...new Set(missing.map(({ folder }) => folder))];
  const states = folders.map((folder): BuildState => {
    const inFolder = missing.filter((part) => part.folder === folder);
    return { parts: inFolder, phase: "waiting", compiled: 0, packages: 0, downloaded: 0 };
  });
  for (const state of states) {
    try {
      await buildFolder(go, state, cache, () => {
        onProgress(states);
      });
      state.phase = "done";
    } catch (error) {
      if (!(error instanceof ToolchainError)) throw error;
      state.phase = "failed";
      problems.push(...error.problems);
    }
    onProgress(states);
  }
  if (problems.length > 0) throw new ToolchainError(problems);
  if (!moreFollows) removeBuildCache(cache);
}

/** The compiler's cache is only needed to resume an interrupted build. */
export function removeBuildCache(cache = cacheFolder()): void {
  rmSync(buildCacheFolder(cache), { recursive: true, force: true });
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
      fix: missing.every(isDownloadable)
        ? `connect this machine to the internet, to download it, or ${installGo}; then run the command again.`
        : `${installGo} and run the command again.`,
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

async function buildFolder(
  go: string,
  state: BuildState,
  cache: string,
  onChange: () => void,
): Promise<void> {
  const { parts: built } = state;
  const [first] = built;
  if (first === undefined) return;
  const names = built.map(({ name }) => name).join(", ");
  const logs = join(cache, "logs");
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${first.folder}.log`);
  const tags = built.flatMap((part) => part.tags);
  const environment: Environment = {
    GOCACHE: buildCacheFolder(cache),
    GOFLAGS: "-mod=readonly -buildvcs=false",
    GOWORK: "off",
    ...(built.some(({ isForImages }) => isForImages) ? { GOOS: "linux" } : {}),
    CGO_ENABLED: built.some(({ cgo }) => cgo) ? "1" : "0",
    ...(tags.includes("seccomp") ? await prepareSeccomp(join(cache, "build")) : {}),
  };
  const common = { cwd: moduleFolder(first), environment, log };
  const packages = built.map((part) => part.package);
  const tagFlags = tags.length === 0 ? [] : [`-tags=${tags.join(",")}`];
  state.phase = "downloading";
  onChange();
  const listing = await run(go, ["list", "-deps", ...tagFlags, ...packages], {
    ...common,
    onLine: (line) => {
      if (line.startsWith("go: downloading")) state.downloaded += 1;
      onChange();
    },
  });
  if (listing.code !== 0) throw new ToolchainError([diagnoseBuild(names, listing.output, log)]);
  state.packages = listing.output.split("\n").filter((line) => /^[\w.-]+(\/|$)/.test(line)).length;

  state.phase = "compiling";
  onChange();
  const stamps = [...new Set(built.flatMap((part) => part.stamps))].map((stamp) => `-X ${stamp}`);
  // The linker leaves out what debuggers read (-s -w), so the compiler need not write it.
  const flags = ["-v", "-trimpath", "-gcflags=all=-dwarf=false", ...tagFlags];
  flags.push(`-ldflags=-s -w ${stamps.join(" ")}`);
  const output = createStagingFolder(join(cache, "engine", first.folder));
  try {
    const compiled = await run(go, ["build", ...flags, "-o", `${output}/`, ...packages], {
      ...common,
      onLine: () => {
        state.compiled += 1;
        onChange();
      },
    });
    if (compiled.code !== 0) throw new ToolchainError([diagnoseBuild(names, compiled.output, log)]);
    for (const part of built) {
      const staging = createStagingFolder(partFolder(part, cache));
      renameSync(join(output, goName(part)), join(staging, basename(partBinary(part, cache))));
      publish(staging, partFolder(part, cache));
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** The name that Go gives to the program of a package: its last element that is no version. */
function goName(part: Part): string {
  const name =
    part.package
      .split("/")
      .filter((element) => !/^v\d+$/.test(element))
      .at(-1) ?? "";
  return process.platform === "win32" ? `${name}.exe` : name;
}
