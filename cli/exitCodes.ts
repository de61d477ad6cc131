/** How every command ends; one that a signal ended, with 128 and the signal's number. */
export const exitCodes = {
  success: 0,
  /** Something failed; or a check found something, as `explain --check` and `mirrors --check` do. */
  failed: 1,
  /** It could not run, or cannot tell. */
  couldNotRun: 2,
} as const;
