import { HttpFailure } from "../../core/http/failure";
import { RegistryFailure, RegistryRefusal } from "../../core/registry/client";
import { exitCodes } from "../exitCodes";
import { CannotRun, UserError } from "../errors";
import type { Interruption } from "./interruption";
import type { Steps } from "./steps";

/** Errors that end a command as failed; other errors are bugs. */
const failures = [UserError, HttpFailure, RegistryFailure, RegistryRefusal];

/** The exit code of an error whose message is written for users. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof CannotRun) return exitCodes.couldNotRun;
  const isFailure = failures.some((kind) => error instanceof kind) || isFileSystemError(error);
  return isFailure ? exitCodes.failed : undefined;
}

/**
 * File system errors caused by the environment. The message names the file; a stack trace would add
 * nothing.
 */
const fileSystemCodes = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"];

function isFileSystemError(error: unknown): boolean {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return fileSystemCodes.includes(code ?? "") && path !== undefined;
}

/** Runs a command; an error that is written for users ends it with that message and its code. */
export async function reportErrors(
  steps: Pick<Steps, "fail">,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    steps.fail(error.message);
    return code;
  }
}

/**
 * Runs a command that a signal may interrupt. Errors that the signal causes in child programs are
 * not reported.
 */
export async function reportInterruption(
  interruption: Pick<Interruption, "exitCode">,
  onInterruption: () => void,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const { exitCode } = interruption;
    if (exitCode === undefined || exitCodeOf(error) === undefined) throw error;
    onInterruption();
    return exitCode;
  }
}
