import type { HostRule } from "./denial";

/** Whether a row of the table applies to this host. Null: the message names no registry. */
export function appliesToHost(
  rule: HostRule,
  host: string | null,
  ghcrHosts: ReadonlySet<string>,
): boolean {
  if (rule === "any") return true;
  if (rule === "ghcr.io") return host !== null && ghcrHosts.has(host);
  if (rule === "ghcr.io or none") return host === null || ghcrHosts.has(host);
  return (host === null || !ghcrHosts.has(host)) && rule.test(host ?? "");
}
