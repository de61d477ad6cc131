import { availableParallelism } from "node:os";
import { parts, sharedSeconds, type Part } from "../parts";

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

/** Estimated from measurements on two cores. */
export function estimateCost(missing: readonly Part[]): Cost {
  const all = secondsOf(parts);
  const seconds = secondsOf(missing);
  const cores = Math.max(1, availableParallelism());
  // Downloads take a part of the time that more cores do not shorten.
  const minutes = Math.max(1, Math.round(((seconds * 2) / cores + (seconds / all) * 90) / 60));
  return {
    minutes,
    disk: Math.max(1, Math.ceil((seconds / all) * 3)),
    programs: Math.max(1, Math.round((seconds / all) * 50)) * 10,
    modules: Math.max(1, Math.round((seconds / all) * 4)),
  };
}

/** The time to build parts, and what those of a folder share, once. */
export function secondsOf(built: readonly Part[]): number {
  const folders = new Set(built.map(({ folder }) => folder));
  const shared = [...folders].map((folder) => sharedSeconds[folder] ?? 0);
  return [...shared, ...built.map(({ seconds }) => seconds)].reduce((sum, each) => sum + each, 0);
}
