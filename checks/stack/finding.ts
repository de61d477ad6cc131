import type { Finding } from "../finding";

/** A finding with the setting that it is of. */
export interface SettingFinding extends Omit<Finding, "id" | "subject"> {
  readonly setting: string;
}
