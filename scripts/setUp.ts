import {
  findBuildKitObstacle,
  cacheFolder,
  prepareToolchain,
  type BuildState,
  type Toolchain,
  type Origin,
  type Problem,
} from "../toolchain";
import { findBuilderInUse, type DockerBuilder } from "../core/docker/buildx";
import type { Steps } from "../cli/ui/steps";

export interface PreparedToolchain {
  readonly toolchain: Toolchain;
  /** A builder on this machine that has not been verified yet. */
  readonly candidate: DockerBuilder | undefined;
}

/**
 * Prepares the toolchain, and the tests' clients if requested. Shows what a cold build costs, its
 * progress, and which client could not be installed.
 */
export async function toolchainStep(steps: Steps, clients = false): Promise<PreparedToolchain> {
  steps.begin("Toolchain");
  const candidate = await findBuilderInUse();
  if (candidate === undefined) {
    // Before anything is built: a build would not help.
    const obstacle = findBuildKitObstacle();
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
      onProgress: (states) => {
        steps.update(describeBuild(states), doneShare(states));
      },
    },
    { builder: candidate === undefined, clients },
  );
  for (const client of toolchain.clients) {
    if ("problem" in client) steps.say(untestedLine(client.problem));
  }
  const available = toolchain.clients.filter((client) => "origin" in client);
  const total = toolchain.clients.length;
  if (total > 0) {
    steps.say(`${available.length} of ${total} clients ready${describeOrigins(available)}`);
  }
  steps.done(`${toolchain.parts.length} parts ready${describeOrigins(toolchain.parts)}`);
  return { toolchain, candidate };
}

/** The message of a run that waits for another one to build into the same cache. */
export function waitLine(pid: number): string {
  return `Waiting for process ${pid}, which is building the toolchain in ${cacheFolder()}.`;
}

const places: Readonly<Record<Origin, string>> = {
  PATH: "on PATH",
  cache: "from the cache",
  built: "built",
  downloaded: "downloaded",
};

/** Counts by origin: ": 6 from the cache, 2 built". */
function describeOrigins(available: readonly { readonly origin: Origin }[]): string {
  const origins = new Map<Origin, number>();
  for (const { origin } of available) origins.set(origin, (origins.get(origin) ?? 0) + 1);
  const counts = [...origins].map(([origin, count]) => `${count} ${places[origin]}`);
  return counts.length === 0 ? "" : `: ${counts.join(", ")}`;
}

/** The warning about a missing client. */
export function untestedLine({ part, cause, fix, log }: Problem): string {
  const where = log === undefined ? "" : ` (full log: ${log})`;
  return `NOT TESTED: ${part} could not be installed: ${cause}${where}\n  Fix: ${fix}`;
}

/** The share that is done, weighted by the time each part takes. */
function doneShare(states: readonly BuildState[]): number {
  const total = states.reduce((sum, { part }) => sum + part.seconds, 0);
  const done = states.reduce((sum, state) => {
    if (state.phase === "done") return sum + state.part.seconds;
    if (state.phase !== "compiling" || state.packages === 0) return sum;
    // The last tenth is the linker, which reports no progress.
    return sum + state.part.seconds * 0.9 * Math.min(1, state.compiled / state.packages);
  }, 0);
  return done / total;
}

function describeBuild(states: readonly BuildState[]): string {
  const done = states.filter((state) => state.phase === "done").length;
  const running = states
    .filter((state) => state.phase === "downloading" || state.phase === "compiling")
    .map(({ part, phase, compiled, packages, downloaded }) => {
      if (phase === "compiling") return `${part.name} ${Math.min(compiled, packages)}/${packages}`;
      return `${part.name} ${downloaded === 0 ? "reading" : `downloading, ${downloaded} modules`}`;
    });
  const failed = states.filter((state) => state.phase === "failed").length;
  const failures = failed === 0 ? "" : `, ${failed} failed`;
  return `${done} of ${states.length} built${failures}; now ${running.join(", ")}`;
}
