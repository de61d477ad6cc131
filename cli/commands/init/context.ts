import type { Interruption } from "../../ui/interruption";
import type { Steps } from "../../ui/steps";
import { Stopped, type Terminal } from "../../ui/terminal";

export interface InitContext {
  readonly steps: Steps;
  /** Undefined without a terminal. */
  readonly terminal: Terminal | undefined;
  readonly interruption: Interruption;
  /** Whether the stack or its file was changed. */
  hasWritten: boolean;
  /** The files that were written into the user's project. */
  writtenFiles: readonly string[];
}

/** Ends the command between two steps, after Ctrl-C. */
export function stopIfAsked({ exitCode }: Interruption): void {
  if (exitCode !== undefined) throw new Stopped(exitCode);
}
