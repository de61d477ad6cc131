import { HttpFailure } from "./failure";

/** Answers of a gateway or a server that is busy for a moment. */
const transientStatuses = new Set([429, 502, 503, 504]);

/**
 * Whether a request may be sent again: one that changes nothing. A POST whose connection broke may
 * have been carried out, so its sender has to say that a second one does no harm.
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

/** How long the server asks to wait: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Without a letter, Date.parse takes much for a date that is none.
  const time = /^[A-Z][a-z]{2},/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
