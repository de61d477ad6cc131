import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import { parseBasicCredentials, callerOrigin, readBody } from "../server/http";
import { hasScope, permissionsOf, sendsScopeHeaders, findValidToken } from "../tokens";
import type { Store } from "../world/store";
import type { Token } from "../world/world";
import type { Answer } from "./answer";
import { badCredentials, failure, notFound, requiresAuthentication } from "./answer";
import { Refusal } from "./find";
import { findMisfits } from "./misfits";
import { resolveIdPath, findRedirect } from "./redirects";
import type { Operation } from "./operation";
import { acceptedPermissions, findPermissionDenial } from "./permissions";
import type { Gate, Rate } from "./limits/rateLimit";
import type { Route } from "./router";
import { findRoute } from "./router";

/** Larger than the contents API's maximum file in base64. */
const BODY_BYTES = 150 * 1024 * 1024;

/** Serves the API, with or without GitHub Enterprise's prefix `/api/v3`. */
export async function serveGithub(
  store: Store,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
  note: JournalNote,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const prefix = /^\/api\/v3(?=\/|$)/.exec(url.pathname)?.[0] ?? "";
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
  const body = await readBody(request, BODY_BYTES);
  const sent = readToken(request);
  const token = sent === null ? null : findValidToken(store.world, sent);
  const path = resolveIdPath(store.world, url.pathname.slice(prefix.length));
  const route = findRoute(method, path);
  note.account = token?.owner ?? null;
  note.operation = route?.id ?? null;
  const visit = { world: store.world, token, operation: note.operation, request, response };
  const { rate, refusal, refund } = await gate.admit(visit);

  let answer: Answer;
  if (refusal !== null) {
    answer = refusal;
  } else if (sent !== null && token === null) {
    answer = badCredentials;
  } else if (route === null) {
    note.unrouted = true;
    answer = notFound;
  } else {
    const base = callerOrigin(request) + prefix;
    const commit = (): Promise<void> => store.commit();
    const shared = { world: store.world, token, base, rate, commit, query: url.searchParams };
    answer =
      findRedirect({ ...shared, ...route }, method, path) ??
      (await callOperation(route, shared, body));
  }
  const headers = { ...rateHeaders(rate), ...tokenHeaders(token, route) };
  sendAnswer(request, response, { ...answer, headers: { ...headers, ...answer.headers } }, () =>
    rateHeaders(refund()),
  );
  // After the response, so as not to delay it; the journal reads the note when it is sent.
  note.misfits = findMisfits(route, url.searchParams, body, answer);
}

type SharedCall = Omit<Parameters<Operation["handle"]>[0], "parameters" | "body">;

async function callOperation(route: Route, shared: SharedCall, content: Buffer): Promise<Answer> {
  const { id, operation, parameters } = route;
  const [method = ""] = operation.route.split(" ");
  const denied = shared.token === null ? null : findPermissionDenial(shared.token, id, method);
  // For public resources a token without the permission counts as anonymous.
  const token = denied === null ? shared.token : null;
  if (denied !== null && operation.anonymous !== true) return denied;
  if (token === null && operation.anonymous !== true) return requiresAuthentication;
  // Public resources need no scope to read: the operation checks that itself.
  if (token !== null && operation.anonymous !== true && !hasScope(token, operation.scopes)) {
    return operation.missingScopes ?? notFound;
  }
  const body = parseBody(content);
  if (body === null) return failure(400, "Problems parsing JSON");
  try {
    return await operation.handle({ ...shared, token, parameters, body });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function readToken(request: IncomingMessage): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const bare = /^(?:bearer|token)\s+(.*)$/i.exec(header)?.[1];
  return bare ?? parseBasicCredentials(header)?.password ?? "";
}

function parseBody(content: Buffer): Record<string, unknown> | null {
  if (content.length === 0) return {};
  try {
    const value: unknown = JSON.parse(content.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function rateHeaders(rate: Rate): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(rate.limit),
    "X-RateLimit-Remaining": String(rate.remaining),
    "X-RateLimit-Used": String(rate.used),
    "X-RateLimit-Reset": String(rate.reset),
    "X-RateLimit-Resource": "core",
  };
}

/** The headers depend on the token's kind: its scopes, or the required permission. */
function tokenHeaders(token: Token | null, route: Route | null): Record<string, string> {
  if (token === null) return {};
  const headers: Record<string, string> = {};
  if (sendsScopeHeaders(token)) {
    headers["X-OAuth-Scopes"] = (token.scopes ?? []).join(", ");
    headers["X-Accepted-OAuth-Scopes"] = (route?.operation.scopes ?? []).join(", ");
  } else if (route !== null && permissionsOf(token) !== null) {
    const [method = ""] = route.operation.route.split(" ");
    headers["X-Accepted-GitHub-Permissions"] = acceptedPermissions(route.id, method)
      .map(({ name, level }) => `${name}=${level}`)
      .join("; ");
  }
  // Only personal access tokens have this header, e.g. `2021-09-03 02:34:04 UTC`.
  if (token.expiresAt !== null && (token.kind === "classic" || token.kind === "fine-grained")) {
    const expiry = new Date(token.expiresAt).toISOString().slice(0, 19).replace("T", " ");
    headers["GitHub-Authentication-Token-Expiration"] = `${expiry} UTC`;
  }
  return headers;
}

function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  refundedHeaders: () => Record<string, string>,
): void {
  const headers: Record<string, string> = {
    "X-GitHub-Request-Id": randomBytes(8).toString("hex").toUpperCase(),
    "X-GitHub-Media-Type": "github.v3; format=json",
    "Cache-Control": "private, max-age=60, s-maxage=60",
    Vary: "Accept, Authorization, Cookie, X-GitHub-OTP",
    ...answer.headers,
  };
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  const text = JSON.stringify(answer.body);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && answer.status === 200) {
    const tag = `"${createHash("sha256").update(text).digest("hex")}"`;
    headers.ETag = `W/${tag}`;
    if (request.headers["if-none-match"]?.includes(tag) === true) {
      response.writeHead(304, { ...headers, ...refundedHeaders() }).end();
      return;
    }
  }
  response.writeHead(answer.status, {
    ...headers,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}
