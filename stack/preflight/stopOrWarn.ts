import * as pulumi from "@pulumi/pulumi";
import type { Evaluation } from "./evaluate";
import type { SettingFinding } from "./finding";
import { findingText, stopMessage } from "./message";

/**
 * Throws all failures at once in strict mode, and otherwise logs all findings as warnings. It
 * throws because the engine deletes what a program that only logs an error did not declare.
 */
export function stopOrWarn(
  { findings, possibleConflicts }: Evaluation,
  mode: "strict" | "warn",
): void {
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (mode === "strict" && failures.length > 0) {
    // The update stops before these can be checked.
    for (const conflict of possibleConflicts) {
      warn({
        ...conflict,
        message: `${conflict.message}, unless an interrupted update did`,
      });
    }
    throw preflightError(failures);
  }
  findings.forEach(warn);
}

export function warn(finding: SettingFinding): void {
  void pulumi.log.warn(findingText(finding).replace(/^ {2}- /, ""));
}

/** Pulumi prints it as it is. Preparing a stack trace would take many seconds. */
export function preflightError(findings: readonly SettingFinding[]): pulumi.RunError {
  const message = stopMessage(findings);
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
