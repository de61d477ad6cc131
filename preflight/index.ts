import * as pulumi from "@pulumi/pulumi";
import { askStack, judgeStack, type Wanted } from "../checks";
import { readKnown } from "./known";
import { findingText, stopMessage } from "./message";

/** What failures do: stop the update, or be told and no more. */
export type PreflightMode = "strict" | "warn" | "off";

/**
 * Looks whether GitHub and the registry would refuse what the stack wants, before any of it is
 * declared. Failures are thrown, all at once: a program that only logs an error and returns lets the
 * engine delete what it did not declare.
 */
export async function preflight(mode: PreflightMode, wanted: Wanted, api: string): Promise<void> {
  if (mode === "off") return;
  const known = await readKnown();
  const findings = judgeStack(wanted, known, await askStack(wanted, known, api));
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (mode === "strict" && failures.length > 0) throw stop(stopMessage(failures));
  for (const finding of findings) {
    void pulumi.log.warn(findingText(finding).replace(/^ {2}- /, ""));
  }
}

/** Pulumi prints it as it is; to prepare a trace takes it many seconds, and helps nobody here. */
function stop(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
