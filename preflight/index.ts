import * as pulumi from "@pulumi/pulumi";
import { askStack, judgeStack } from "../checks";
import type { Settings } from "../settings";
import { readKnown } from "./known";
import { findingText, stopMessage } from "./message";
import { wantedBy } from "./wanted";

/**
 * Looks whether GitHub and the registry would refuse what the stack wants, before any of it is
 * declared. Failures are thrown, all at once: a program that only logs an error and returns lets the
 * engine delete what it did not declare.
 */
export async function preflight(settings: Settings): Promise<void> {
  if (settings.preflight === "off") return;
  const known = await readKnown();
  const wanted = wantedBy(settings);
  const findings = judgeStack(wanted, known, await askStack(wanted, known, settings.api));
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (settings.preflight === "strict" && failures.length > 0) throw stop(stopMessage(failures));
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
