import type { Place, Refusal } from "../../../core/http/refusal";

/** A registry's refusal, as parsed from its response. */
export function registryRefusal(
  code: string,
  message: string,
  place: Place = {},
  { host = "ghcr.io", status = 403 } = {},
): Refusal {
  const text = JSON.stringify({ errors: [{ code, message }] });
  return { server: "registry", host, status, errors: [{ code, message }], text, place };
}

/** A refusal of GitHub's API, as parsed from its response. */
export function gitHubRefusal(status: number, message: string, place: Place = {}): Refusal {
  const host = "api.github.com";
  return { server: "GitHub", host, status, errors: [{ message }], text: message, place };
}
