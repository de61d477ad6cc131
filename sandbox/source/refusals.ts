import type { ServerResponse } from "node:http";

import { sendJson } from "../server/http";

/** Docker Hub's errors, in the registry protocol's format. */
export const refusals = {
  /** No login, no access, or no such repository. */
  unauthorized: { status: 401, code: "UNAUTHORIZED", message: "authentication required" },
  manifestUnknown: { status: 404, code: "MANIFEST_UNKNOWN", message: "manifest unknown" },
  notFound: { status: 404, code: "NOT_FOUND", message: "page not found" },
} as const;

export type Refusal = (typeof refusals)[keyof typeof refusals];

export function sendRefusal(
  response: ServerResponse,
  { status, code, message }: Refusal,
  headers: Record<string, string> = {},
): void {
  sendJson(response, status, { errors: [{ code, message }] }, headers);
}

/** The token service's response to a wrong password, which has another format. */
export function sendWrongLogin(response: ServerResponse): void {
  sendJson(response, 401, { details: "incorrect username or password" });
}

/**
 * Docker Hub's two limits (docs.docker.com, Docker Hub usage and limits; docker/hub-feedback#2464).
 * A pull is a GET of a manifest; a HEAD does not count, and works even when no pulls remain. The
 * abuse limit applies to every request.
 */
export const limits = {
  pulls: {
    status: 429,
    headers: {
      "ratelimit-limit": "100;w=21600",
      "ratelimit-remaining": "0;w=21600",
      "docker-ratelimit-source": "127.0.0.1",
    },
    body: {
      errors: [
        {
          code: "TOOMANYREQUESTS",
          message:
            "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
        },
      ],
    },
  },
  abuse: {
    status: 429,
    headers: { "retry-after": "1" },
    body: "Too Many Requests\n",
  },
} as const;
