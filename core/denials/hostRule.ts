import type { HostRule } from "./denial";

/** Whether a row's words are this host's. Null is a message that names no registry. */
export function appliesToHost(
  rule: HostRule,
  host: string | null,
  ghcrHosts: ReadonlySet<string>,
): boolean {
  if (rule === "any") return true;
  if (rule === "ours") return host !== null && ghcrHosts.has(host);
  if (rule === "not another's") return host === null || ghcrHosts.has(host);
  return (host === null || !ghcrHosts.has(host)) && rule.test(host ?? "");
}
