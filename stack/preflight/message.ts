import { detailLines } from "../../core/checks/finding";
import type { SettingFinding } from "./finding";

/** A terminal's 80 columns without Pulumi's indentation of four. */
const columns = 76;

/** One message for all failures. */
export function stopMessage(findings: readonly SettingFinding[]): string {
  const count =
    findings.length === 1
      ? "Preflight found a problem"
      : `Preflight found ${findings.length} problems`;
  return [`${count}; nothing was changed.`, ...findings.map(findingText)].join("\n");
}

/** A finding with its setting, and its details below. */
export function findingText(finding: SettingFinding): string {
  const { setting, message } = finding;
  return [`  - ${setting}: ${message}`, ...detailLines(finding, columns, "      ")].join("\n");
}
