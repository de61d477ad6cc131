import { HttpFailure } from "./failure";

/** The statuses of a busy gateway or server. */
const transientStatuses = new Set([429, 502, 503, 504]);

/**
 * Whether a request may be sent again. A POST whose connection broke may have been carried out, so its
 * sender has to declare it repeatable.
 */
export function canRepeat({
  method,
  isRepeatable = false,
}: {
  readonly method: string;
  readonly isRepeatable?: boolean;
}): boolean {
  return method === "GET" || method === "HEAD" || isRepeatable;
}

export function isTransient(result: { readonly status: number } | HttpFailure): boolean {
  return result instanceof HttpFailure
    ? result.kind === "reset"
    : transientStatuses.has(result.status);
}

/** The wait that the server requests: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse accepts many texts that are not HTTP dates.
  const time = /^[A-Z][a-z]{2},/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
