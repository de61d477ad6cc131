import {
  findBuildKitObstacle,
  findDockerCandidate,
  cacheFolder,
  prepareToolchain,
  secondsOf,
  type BuildState,
  type DockerCandidate,
  type DownloadState,
  type Toolchain,
  type Problem,
} from "../toolchain";
import { findBuilderInUse } from "../core/docker/buildx";
import type { Steps } from "../cli/ui/steps";

export interface PreparedToolchain {
  readonly toolchain: Toolchain;
  /** Has not been verified yet. */
  readonly candidate: DockerCandidate | undefined;
}

/**
 * Prepares the toolchain, and the tests' clients if requested. Shows what a cold build costs, its
 * progress, and which client could not be installed.
 */
export async function toolchainStep(steps: Steps, clients = false): Promise<PreparedToolchain> {
  steps.begin("Toolchain");
  // Some system tests remove docker from PATH, and BuildKit in a container is reached by that command.
  const candidate = clients
    ? await findBuilderInUse()
    : await findDockerCandidate(steps.say.bind(steps));
  if (candidate === undefined) {
    // Before anything is built: a build would not help.
    const obstacle = await findBuildKitObstacle();
    if (obstacle !== undefined) throw obstacle;
  }
  const toolchain = await prepareToolchain(
    {
      onWait: (pid) => {
        steps.say(waitLine(pid));
      },
      onCost: (missing, { minutes, disk, programs, modules }) => {
        steps.say(
          [
            `Building from pinned Go modules: ${missing.map((part) => part.name).join(", ")}.`,
            `This takes about ${minutes} minute${minutes === 1 ? "" : "s"} and ${disk} GB of disk while it runs.`,
            `It leaves the programs (${programs} MB) in ${cacheFolder()}`,
            `and the modules (${modules} GB) in Go's module cache, which 'go clean -modcache' empties.`,
            "You can interrupt it at any point; it continues from there.",
          ].join("\n"),
        );
      },
      onDownload: (states) => {
        if (states.every(({ received }) => received === 0)) {
          steps.say(
            `Downloading ${states.map(({ release }) => `${release.name} ${release.version}`).join(", ")}. This takes about a minute.`,
          );
        } else {
          steps.update(...describeDownload(states));
        }
      },
      onDownloadFailed: (failures) => {
        steps.say(failures.map(({ message }) => `Not downloaded: ${message}`).join("\n"));
      },
      onProgress: (states) => {
        steps.update(describeBuild(states), doneShare(states));
      },
    },
    { builder: candidate === undefined, clients },
  );
  for (const client of toolchain.clients) {
    if ("problem" in client) steps.say(untestedLine(client.problem));
  }
  const available = toolchain.clients.filter((client) => "path" in client).length;
  const total = toolchain.clients.length;
  if (total > 0) {
    steps.say(`${available} of ${total} clients ready`);
  }
  steps.done(`${toolchain.parts.length} parts ready`);
  return { toolchain, candidate };
}

/** The message of a run that waits for another one to build into the same cache. */
export function waitLine(pid: number): string {
  return `Waiting for process ${pid}, which is building the toolchain in ${cacheFolder()}.`;
}

/** The warning about a missing client. */
export function untestedLine({ part, cause, fix, log }: Problem): string {
  const where = log === undefined ? "" : ` (full log: ${log})`;
  return `NOT TESTED: ${part} could not be installed: ${cause}${where}\n  Fix: ${fix}`;
}

/** The share that is done, weighted by the time each folder takes. */
function doneShare(states: readonly BuildState[]): number {
  const total = states.reduce((sum, { parts }) => sum + secondsOf(parts), 0);
  const done = states.reduce((sum, state) => {
    if (state.phase === "done") return sum + secondsOf(state.parts);
    if (state.phase !== "compiling" || state.packages === 0) return sum;
    // The last tenth is the linker, which reports no progress.
    return sum + secondsOf(state.parts) * 0.9 * Math.min(1, state.compiled / state.packages);
  }, 0);
  return done / total;
}

/** Returns the line, and the share that is done. */
function describeDownload(states: readonly DownloadState[]): [string, number] {
  const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);
  const parts = states.map(({ release, received, total }) => {
    const all = total === undefined ? "" : ` of ${megabytes(total)}`;
    return `${release.name} ${megabytes(received)}${all} MB`;
  });
  const sum = (pick: (state: DownloadState) => number): number =>
    states.reduce((all, state) => all + pick(state), 0);
  const share =
    sum(({ received }) => received) /
    Math.max(
      1,
      sum(({ total = 0 }) => total),
    );
  return [parts.join(", "), Math.min(1, share)];
}

function describeBuild(states: readonly BuildState[]): string {
  const count = (some: readonly BuildState[]): number =>
    some.reduce((sum, { parts }) => sum + parts.length, 0);
  const running = states
    .filter((state) => state.phase === "downloading" || state.phase === "compiling")
    .map(({ parts, phase, compiled, packages, downloaded }) => {
      const names = parts.map(({ name }) => name).join(" and ");
      if (phase === "compiling") return `${names} ${Math.min(compiled, packages)}/${packages}`;
      return `${names} ${downloaded === 0 ? "reading" : `downloading, ${downloaded} modules`}`;
    });
  const failed = count(states.filter((state) => state.phase === "failed"));
  const failures = failed === 0 ? "" : `, ${failed} failed`;
  const done = count(states.filter((state) => state.phase === "done"));
  return `${done} of ${count(states)} built${failures}; now ${running.join(", ")}`;
}
