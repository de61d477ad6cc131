import { filled } from "../github/settingsPages";
import { HttpFailure } from "../http/failure";
import type { Refusal, ServerError } from "../http/refusal";
import type { ArrivedForm, Denial } from "./denial";
import { isRegistry } from "./named";
import { isSpokenBy } from "./speaker";
import { denials } from "./table";

/** What is known of a refusal or a failure. */
export interface FoundDenial {
  readonly denial: Denial;
  readonly cause: string;
  /** Commands and addresses, with the owner, package, repository and host put in where they are known. */
  readonly fix: readonly string[];
}

/**
 * Looks up what arrived as data in the same table as `recognize` does messages in a log. Here the host
 * and the place are known and need not be looked for; undefined where no row of the table fits.
 */
export function findDenial(
  arrived: Refusal | HttpFailure,
  registries: readonly string[] = ["ghcr.io"],
): FoundDenial | undefined {
  const ours = new Set(registries.map((host) => host.toLowerCase()));
  const host = arrived.host.toLowerCase();
  const denial = denials.find((row) => isSpokenBy(row.host, host, ours) && fits(row, arrived));
  if (denial === undefined) return undefined;
  const place = arrived instanceof HttpFailure ? {} : arrived.place;
  const places = { ...place, host: isRegistry(host) ? host : undefined };
  const fix = denial.fix.map((each) => filled(each, places));
  return { denial, cause: filled(denial.cause, places), fix };
}

function fits({ patterns, arrivesAs = [] }: Denial, arrived: Refusal | HttpFailure): boolean {
  if (arrived instanceof HttpFailure) return arrivesAs.some((form) => isFailure(form, arrived));
  const errors = arrived.errors.length === 0 ? [{ message: "" }] : arrived.errors;
  return errors.some(
    (error) =>
      patterns.some((pattern) => pattern.test(error.message)) ||
      arrivesAs.some((form) => isError(form, arrived, error)),
  );
}

function isFailure(form: ArrivedForm, { code }: HttpFailure): boolean {
  return form.code !== undefined && form.code === code;
}

function isError(form: ArrivedForm, { server, status }: Refusal, error: ServerError): boolean {
  return (
    (form.server ?? server) === server &&
    (form.status ?? status) === status &&
    (form.code === undefined || form.code === error.code?.toUpperCase()) &&
    (form.message?.test(error.message) ?? true)
  );
}
