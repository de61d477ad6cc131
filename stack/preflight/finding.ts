import type { Finding } from "../../core/checks/finding";

/** A finding with the setting that it is of. */
export interface SettingFinding extends Omit<Finding, "id" | "subject"> {
  readonly setting: string;
  /** Whether it tells how a package differs from what is wanted: an update looks at that again. */
  readonly isOfPackage?: true;
  /** What was found, where it is no fault if this stack made it, and the state was not to be asked. */
  readonly unlessOurs?: FoundThere;
}

/** What stands on GitHub where the stack would make it. */
export interface FoundThere {
  readonly what: "repository" | "workflow" | "stack workflow";
  readonly repository: string;
}
