import { readVariable, type Variables } from "../process/environment";

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

export const apiAddressProblem = "GITHUB_BASE_URL: is not a URL such as https://host/";

/** The API address that the environment sets, or GitHub's own. */
export function apiAddressIn(variables: Variables): string | undefined {
  return apiAddress(readVariable(variables, "GITHUB_BASE_URL") ?? "https://api.github.com/");
}
