import type { HostRule } from "./denial";

/** Whether a row's words are this host's. Null is a message that names no registry. */
export function isSpokenBy(
  rule: HostRule,
  host: string | null,
  ours: ReadonlySet<string>,
): boolean {
  if (rule === "any") return true;
  if (rule === "ours") return host !== null && ours.has(host);
  if (rule === "not another's") return host === null || ours.has(host);
  return (host === null || !ours.has(host)) && rule.test(host ?? "");
}
