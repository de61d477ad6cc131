import type { Finding } from "../../core/checks/finding";

/** A finding with the setting that it is about. */
export interface SettingFinding extends Omit<Finding, "id" | "subject"> {
  readonly setting: string;
  /** Whether it is how a package differs from the settings: an update looks at that again. */
  readonly isOfPackage?: true;
  /** What was found on GitHub, where it is no problem if this stack made it and nobody knows. */
  readonly conflict?: ConflictingResource;
}

/** What is on GitHub already where the stack would make it. */
export interface ConflictingResource {
  readonly kind: "repository" | "workflow" | "stack workflow";
  readonly repository: string;
}

/**
 * Something is there already, and an update that was interrupted may have made it: a stack that never
 * finished one has no prior state to read.
 */
export type PossibleConflict = SettingFinding & Required<Pick<SettingFinding, "conflict">>;

export function isPossibleConflict(finding: SettingFinding): finding is PossibleConflict {
  return finding.conflict !== undefined;
}
