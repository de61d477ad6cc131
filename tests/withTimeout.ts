import { runInNewContext } from "node:vm";

/** The timeout of a test in jest.config.cjs, which is far more than any takes. */
const timeout = 60_000;

/**
 * Runs synchronous work, and fails if it does not end. jest's timeout cannot interrupt synchronous
 * work, so a regular expression that backtracks forever would block the run.
 */
export function withTimeout<T>(work: () => T): T {
  return runInNewContext("work()", { work }, { timeout }) as T;
}
