import type { Steps } from "../../core/text/progress";
import { HttpFailure } from "../../core/http/failure";
import { RegistryFailure, RegistryRefusal } from "../../core/registry/client";
import { exitCodes } from "../exitCodes";
import { CannotRun, Explained } from "../explained";
import type { Interruption } from "./interruption";

/** What lets it fail. */
const failures = [Explained, HttpFailure, RegistryFailure, RegistryRefusal];

/** How an error ends a command, where it is written for the person at the keyboard. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof CannotRun) return exitCodes.couldNotRun;
  const isFailure = failures.some((kind) => error instanceof kind) || isRefusedByFiles(error);
  return isFailure ? exitCodes.failed : undefined;
}

/** What the file system refuses, in the words that name the file: no trace tells more. */
const refusedByFiles = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"];

function isRefusedByFiles(error: unknown): boolean {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return refusedByFiles.includes(code ?? "") && path !== undefined;
}

/** Runs a command; an error that is written for people ends it with that message and its code. */
export async function told(
  steps: Pick<Steps, "fail">,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    // A trace would not help; the message says what does.
    steps.fail(error.message);
    return code;
  }
}

/**
 * Runs a command that may be asked to end. What that does to the programs that it runs is no failure
 * of theirs, and is not told as one.
 */
export async function toldOfEnd(
  interruption: Pick<Interruption, "exitCode">,
  onEnd: () => void,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const { exitCode } = interruption;
    if (exitCode === undefined || exitCodeOf(error) === undefined) throw error;
    onEnd();
    return exitCode;
  }
}
