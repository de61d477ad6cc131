/** The exit codes of every command. A signal gives 128 plus its number. */
export const exitCodes = {
  success: 0,
  /** Something failed, or `explain --check`, `mirrors --check` or `status --check` found something. */
  failed: 1,
  /** The command could not run, or the result is unknown. */
  couldNotRun: 2,
} as const;
