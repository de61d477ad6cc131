import * as pulumi from "@pulumi/pulumi";
import type { SettingFinding } from "./finding";
import { stopMessage } from "./message";

/** Pulumi prints it as it is; to prepare a trace takes it many seconds, and helps nobody here. */
export function stop(findings: readonly SettingFinding[]): pulumi.RunError {
  const message = stopMessage(findings);
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
