import { limitConcurrency } from "../../../core/source";
import { writesPerHour } from "../../../stack/preflight/checks/newRepositories";

/** The time, which tests can put forward. */
export interface FleetClock {
  readonly now: () => number;
  /** Rejects if the signal aborts it. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const hour = 3_600_000;

/** A number of writes, and when they began. */
export interface TakenWrites {
  readonly count: number;
  readonly time: number;
}

/**
 * The writes of an hour that GitHub accepts from an account. The stacks share them: without a budget
 * they would make each other wait for longer than the provider does.
 */
export class WriteBudget {
  private readonly taken: TakenWrites[];
  /** In the order of the stacks. */
  private readonly inTurn = limitConcurrency(1);

  constructor(
    /** The writes of earlier updates. */
    taken: readonly TakenWrites[],
    private readonly clock: FleetClock,
    private readonly signal: AbortSignal,
    private readonly onWait: (until: Date) => void,
  ) {
    this.taken = [...taken].sort((one, other) => one.time - other.time);
  }

  /** Waits until this many writes are left, or until all are if it takes more, and takes them. */
  take(count: number): Promise<void> {
    return count === 0 ? Promise.resolve() : this.inTurn(() => this.waitFor(count));
  }

  private async waitFor(count: number): Promise<void> {
    for (;;) {
      this.signal.throwIfAborted();
      const now = this.clock.now();
      const recent = this.taken.filter(({ time }) => time > now - hour);
      const used = recent.reduce((sum, each) => sum + each.count, 0);
      const [oldest] = recent;
      if (oldest === undefined || used + count <= writesPerHour) {
        this.taken.push({ count, time: now });
        return;
      }
      const until = oldest.time + hour;
      this.onWait(new Date(until));
      await this.clock.wait(until - now, this.signal);
    }
  }
}
