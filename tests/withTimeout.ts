import { runInNewContext } from "node:vm";

/** A test's own timeout, as jest.config.cjs has it: far more than any takes. */
const timeout = 60_000;

/**
 * The result of synchronous work. It fails if the work does not end: jest's own timeout waits for
 * synchronous work as well, so a regular expression that backtracks for ever would hold up the run.
 */
export function withTimeout<T>(work: () => T): T {
  return runInNewContext("work()", { work }, { timeout }) as T;
}
