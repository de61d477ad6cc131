import type { ServerResponse } from "node:http";

import { sendJson } from "../server/http";

/**
 * A denial in the registry protocol's format; clients print it as `code: message`, in lower case.
 */
export interface Denial {
  status: number;
  code: string;
  message: string;
}

/** ghcr.io's messages, as its users report them. */
export const denials = {
  /** No login, or a package that requires one. */
  unauthorized: { status: 401, code: "UNAUTHORIZED", message: "authentication required" },
  /** The login's token was revoked or has expired. */
  unauthenticated: {
    status: 401,
    code: "UNAUTHORIZED",
    message: "unauthenticated: User cannot be authenticated with the token provided.",
  },
  /** The token service's answer to a bad login: `denied: denied`. */
  denied: { status: 403, code: "DENIED", message: "denied" },
  /** Basic credentials sent to the registry itself (argoproj-labs/argocd-image-updater#303). */
  invalidToken: { status: 403, code: "DENIED", message: "invalid token" },
  scopes: {
    status: 403,
    code: "DENIED",
    message: "permission_denied: The token provided does not match expected scopes.",
  },
  readPackage: { status: 403, code: "DENIED", message: "permission_denied: read_package" },
  writePackage: { status: 403, code: "DENIED", message: "permission_denied: write_package" },
  createPackage: { status: 403, code: "DENIED", message: "permission_denied: create_package" },
  /** A workflow or an App without permission, for any account (docker/build-push-action#606). */
  installationRead: {
    status: 403,
    code: "DENIED",
    message: "installation not allowed to Read organization package",
  },
  installationWrite: {
    status: 403,
    code: "DENIED",
    message: "installation not allowed to Write organization package",
  },
  installationCreate: {
    status: 403,
    code: "DENIED",
    message: "installation not allowed to Create organization package",
  },
  /** The registry's own errors for missing content (OCI distribution 1.1, error codes). */
  manifestUnknown: { status: 404, code: "MANIFEST_UNKNOWN", message: "manifest unknown" },
  nameUnknown: {
    status: 404,
    code: "NAME_UNKNOWN",
    message: "repository name not known to registry",
  },
  invalidName: { status: 400, code: "NAME_INVALID", message: "invalid repository name" },
  unsupported: {
    status: 405,
    code: "UNSUPPORTED",
    message: "The operation is unsupported.",
  },
  notFound: { status: 404, code: "NOT_FOUND", message: "page not found" },
} as const satisfies Record<string, Denial>;

export function sendDenial(
  response: ServerResponse,
  denial: Denial,
  headers: Record<string, string> = {},
): void {
  sendJson(
    response,
    denial.status,
    { errors: [{ code: denial.code, message: denial.message }] },
    headers,
  );
}
