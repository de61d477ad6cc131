import type { Finding } from "../../core/checks/finding";

/** A finding with the setting that it is about. */
export interface SettingFinding extends Omit<Finding, "id" | "subject"> {
  readonly setting: string;
  /** Whether it is a package's difference from the settings, which the update checks again. */
  readonly isOfPackage?: true;
  /** The resource on GitHub, which is no problem if this stack created it without a record. */
  readonly conflict?: ConflictingResource;
}

/** A resource that exists on GitHub and that the stack would create. */
export interface ConflictingResource {
  readonly kind: "repository" | "workflow" | "stack workflow";
  readonly repository: string;
}

/**
 * A resource that exists, and that an interrupted update may have created: a stack that never
 * finished an update has no prior state.
 */
export type PossibleConflict = SettingFinding & Required<Pick<SettingFinding, "conflict">>;

export function isPossibleConflict(finding: SettingFinding): finding is PossibleConflict {
  return finding.conflict !== undefined;
}
