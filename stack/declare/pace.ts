import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { newRepositoriesPerHour } from "../preflight/checks/newRepositories";

/** A minute more than an hour, because GitHub's hour begins with its first write. */
const hourMilliseconds = 61 * 60_000;

/** How a wait passes, and what the time is. */
export interface PaceClock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/**
 * Delays the declaration of new repositories so that GitHub accepts their writes: the provider
 * waits for a rate limit for up to 20 minutes, and GitHub's longest is an hour.
 */
export class Pace {
  private count = 0;
  private begin: number | undefined;

  constructor(
    private readonly total: number,
    private readonly clock: PaceClock = { now: Date.now, wait: sleep },
  ) {}

  /** Resolves when the next repository may be created. */
  async next(): Promise<void> {
    const { now, wait } = this.clock;
    this.begin ??= now();
    const hours = Math.floor(this.count / newRepositoriesPerHour);
    const isFull = this.count > 0 && this.count % newRepositoriesPerHour === 0;
    this.count += 1;
    if (!isFull || pulumi.runtime.isDryRun()) return;
    const end = this.begin + hours * hourMilliseconds;
    const time = new Date(end).toISOString().slice("2026-11-25T".length, "2026-11-25T12:00".length);
    const left = this.total - this.count + 1;
    void pulumi.log.warn(
      `waiting until ${time} UTC for GitHub's limit on writes, before the next of ${left} repositories are created`,
    );
    await wait(end - now());
  }
}
