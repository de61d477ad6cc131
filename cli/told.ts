import { EngineFailure } from "../engine/failure";
import type { Steps } from "../engine/progress";
import { SandboxError } from "../sandbox/sandboxError";
import { HttpFailure } from "../ghcr/http/failure";
import { RegistryFailure, RegistryRefusal } from "../ghcr/registryClient";
import { CannotRun, Explained } from "./explained";

/** Whether an error is written for the person at the keyboard, so that no trace would help. */
function isForPeople(error: unknown): error is Error {
  return [
    EngineFailure,
    Explained,
    HttpFailure,
    RegistryFailure,
    RegistryRefusal,
    SandboxError,
  ].some((kind) => error instanceof kind);
}

/**
 * Runs a command; an error that is written for people ends it with that message. It ends with 2
 * where nothing could be tried, and else with 1.
 */
export async function told(steps: Steps, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!isForPeople(error)) throw error;
    steps.fail(error.message);
    return error instanceof CannotRun ? 2 : 1;
  }
}
