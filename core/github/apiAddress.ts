/**
 * The API address for the base URL of the Pulumi provider: GitHub Enterprise Server has its API under
 * `/api/v3`.
 */
export function apiAddress(base: string): string | undefined {
  if (!URL.canParse(base)) return undefined;
  const url = new URL(base);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  const path = url.pathname.replace(/\/+$/, "");
  const hasApiPath = url.hostname === "api.github.com" || path.endsWith("/api/v3");
  return `${url.origin}${path}${hasApiPath ? "" : "/api/v3"}`;
}
