import { detailLines } from "../../core/checks/finding";
import type { SettingFinding } from "./finding";

/** What a terminal of 80 leaves beside the four that Pulumi puts before a message. */
const columns = 76;

/** One message for all that stands in the way. */
export function stopMessage(findings: readonly SettingFinding[]): string {
  const count =
    findings.length === 1
      ? "Preflight found a problem"
      : `Preflight found ${findings.length} problems`;
  return [`${count}; nothing was changed.`, ...findings.map(findingText)].join("\n");
}

/** A finding with its setting, and below it what to do. */
export function findingText(finding: SettingFinding): string {
  const { setting, message } = finding;
  return [`  - ${setting}: ${message}`, ...detailLines(finding, columns, "      ")].join("\n");
}
