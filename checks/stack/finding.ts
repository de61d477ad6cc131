import type { Finding } from "../finding";

/** A finding with the setting that it is of. */
export interface SettingFinding extends Omit<Finding, "id" | "subject"> {
  readonly setting: string;
  /** Whether it tells how a package differs from what is wanted: an update looks at that again. */
  readonly isOfPackage?: true;
}
