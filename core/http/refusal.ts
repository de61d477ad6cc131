import { isRecord, parseRecord } from "./json";

/** One error of a response. Registries give it a code, GitHub's API does not. */
export interface ServerError {
  readonly code?: string;
  readonly message: string;
}

/** The subject of a request, as far as the request names it. */
export interface Place {
  readonly owner?: string;
  /** A package's name below its owner. */
  readonly name?: string;
  readonly repository?: string;
}

/** A response that refuses a request, as data. */
export interface Refusal {
  readonly server: "registry" | "GitHub";
  /** The host, with its port if it has one. */
  readonly host: string;
  readonly status: number;
  /** Empty if the response has no body. */
  readonly errors: readonly ServerError[];
  /** A registry's response body, or GitHub's message, up to a size limit and without secrets. */
  readonly text: string;
  readonly place: Place;
}

/** A server may send any number of errors; nobody reads more. */
const maxErrors = 8;

/**
 * The errors of a registry's response, in the form of the OCI distribution specification, "Error
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
