import { isRecord, parseRecord } from "./json";

/** One error of an answer. Registries give it a code, GitHub's API does not. */
export interface ServerError {
  readonly code?: string;
  readonly message: string;
}

/** What was asked about, as far as a question names it. */
export interface Place {
  readonly owner?: string;
  /** A package's name below its owner. */
  readonly name?: string;
  readonly repository?: string;
}

/** An answer that refuses what was asked, as data from the moment it arrives. */
export interface Refusal {
  readonly server: "registry" | "GitHub";
  /** The host, with its port if it has one. */
  readonly host: string;
  readonly status: number;
  /** Empty where the answer has no body. */
  readonly errors: readonly ServerError[];
  /** The body of a registry's answer, or GitHub's message: whole up to a bound, without secrets. */
  readonly text: string;
  readonly place: Place;
}

/** A server may send as many errors as it likes; nobody reads more. */
const maxErrors = 8;

/**
 * The errors of a registry's answer, whose form the OCI distribution specification sets under "Error
 * Codes". A body in any other form is one error without a code.
 */
export function errorsIn(
  body: string | Buffer,
  redact: (text: string | Buffer) => string,
): readonly ServerError[] {
  const { errors } = parseRecord(body.toString());
  const listed = Array.isArray(errors) ? errors.slice(0, maxErrors) : [];
  const found = listed.flatMap((error: unknown) =>
    isRecord(error) && typeof error.code === "string" && typeof error.message === "string"
      ? [{ code: redact(error.code), message: redact(error.message) }]
      : [],
  );
  if (found.length > 0) return found;
  const message = redact(body);
  return message === "" ? [] : [{ message }];
}

/** The errors as docker prints them: `denied: permission_denied: write_package`. */
export function printErrors({ errors }: Pick<Refusal, "errors">): string {
  return errors
    .map(({ code, message }) =>
      code === undefined ? message : `${code.toLowerCase()}: ${message}`,
    )
    .join("; ");
}
