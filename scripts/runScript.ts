import { CannotRun } from "../cli/errors";
import { reportErrors } from "../cli/ui/reportErrors";
import type { Steps } from "../cli/ui/steps";
import { SandboxError } from "../sandbox/sandboxError";
import { ToolchainError } from "../toolchain/failure";

/**
 * Runs a script; an error written for users ends it with its message and exit code. A failure of
 * the toolchain or the sandbox means that the script could not run.
 */
export function runScript(
  steps: Pick<Steps, "fail">,
  script: () => Promise<number>,
): Promise<number> {
  return reportErrors(steps, async () => {
    try {
      return await script();
    } catch (error) {
      const isObstacle = error instanceof ToolchainError || error instanceof SandboxError;
      throw isObstacle ? new CannotRun(error.message) : error;
    }
  });
}
