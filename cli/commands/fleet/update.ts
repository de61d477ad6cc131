import { limitConcurrency } from "../../../core/source";
import { writesPerRepository } from "../../../stack/preflight/checks/newRepositories";
import type { UpResult } from "../../pulumi/pulumi";
import type { FleetStack } from "./stacks";
import type { WriteBudget } from "./writeBudget";

/** How the update of a stack ended; without a result, it did not begin. */
export interface FleetResult {
  readonly stack: FleetStack;
  readonly up?: UpResult;
  readonly seconds: number;
}

export interface FleetUpdate {
  /** How many stacks to update at the same time. */
  readonly parallel: number;
  readonly budget: Pick<WriteBudget, "take">;
  readonly up: (stack: FleetStack) => Promise<UpResult>;
  readonly isInterrupted: () => boolean;
  readonly onResult: (result: FleetResult) => void;
}

/**
 * Updates the stacks, some at the same time: first those that create few repositories, because the
 * others may have to wait for GitHub's limits.
 */
export async function updateStacks(
  stacks: readonly FleetStack[],
  { parallel, budget, up, isInterrupted, onResult }: FleetUpdate,
): Promise<readonly FleetResult[]> {
  const limit = limitConcurrency(parallel);
  const update = async (stack: FleetStack): Promise<FleetResult> => {
    await budget
      .take(stack.newRepositories.length * writesPerRepository)
      .catch((error: unknown) => {
        // The interruption ends the wait.
        if (!isInterrupted()) throw error;
      });
    if (isInterrupted()) return { stack, seconds: 0 };
    const start = Date.now();
    const result = { stack, up: await up(stack), seconds: (Date.now() - start) / 1000 };
    onResult(result);
    return result;
  };
  const ordered = [...stacks].sort(
    (one, other) => one.newRepositories.length - other.newRepositories.length,
  );
  return Promise.all(ordered.map((stack) => limit(() => update(stack))));
}
