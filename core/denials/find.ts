import { fillPlaceholders } from "../github/settingsPages";
import { HttpFailure } from "../http/failure";
import type { Refusal, ServerError } from "../http/refusal";
import type { ErrorFields, Denial } from "./denial";
import { isRegistry } from "./mentions";
import { appliesToHost } from "./hostRule";
import { denials } from "./table";

/** A denial, filled in for one refusal or failure. */
export interface FoundDenial {
  readonly denial: Denial;
  readonly cause: string;
  /** Commands and addresses, with the owner, package, repository and host filled in where they are known. */
  readonly fix: readonly string[];
}

/**
 * Looks up a refusal or failure in the table that `recognize` uses for logs. The host and the place are
 * known here, and perhaps the account that logs in. Returns undefined where no row of the table matches.
 */
export function findDenial(
  failure: Refusal | HttpFailure,
  registries: readonly string[] = ["ghcr.io"],
  user?: string,
): FoundDenial | undefined {
  const ghcrHosts = new Set(registries.map((host) => host.toLowerCase()));
  const host = failure.host.toLowerCase();
  const denial = denials.find(
    (row) => appliesToHost(row.host, host, ghcrHosts) && matches(row, failure),
  );
  if (denial === undefined) return undefined;
  const place = failure instanceof HttpFailure ? {} : failure.place;
  const places = { ...place, host: isRegistry(host) ? host : undefined, user };
  const fix = denial.fix.map((each) => fillPlaceholders(each, places));
  return { denial, cause: fillPlaceholders(denial.cause, places), fix };
}

function matches({ patterns, errors = [] }: Denial, failure: Refusal | HttpFailure): boolean {
  if (failure instanceof HttpFailure)
    return errors.some((expected) => matchesFailure(expected, failure));
  const observed = failure.errors.length === 0 ? [{ message: "" }] : failure.errors;
  return observed.some(
    (error) =>
      patterns.some((pattern) => pattern.test(error.message)) ||
      errors.some((expected) => matchesError(expected, failure, error)),
  );
}

function matchesFailure(expected: ErrorFields, { code }: HttpFailure): boolean {
  return expected.code !== undefined && expected.code === code;
}

function matchesError(
  expected: ErrorFields,
  { server, status }: Refusal,
  error: ServerError,
): boolean {
  return (
    (expected.server ?? server) === server &&
    (expected.status ?? status) === status &&
    (expected.code === undefined || expected.code === error.code?.toUpperCase()) &&
    (expected.message?.test(error.message) ?? true)
  );
}
