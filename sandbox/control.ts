import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

import type { Journal } from "./journal";
import { readBody, sendJson } from "./server/http";
import { answerChallenge } from "./server/port";
import type { Store } from "./world/store";
import { findPackage, findRepository, now } from "./world/world";

/** Where the control address lies, on the same port: neither GitHub nor a registry has such a path. */
export const CONTROL_PATH = "/_sandbox/";
export const CONTROL_HEADER = "x-sandbox-key";

const BODY_BYTES = 1024 * 1024;

/** What the web page of a package can change and no API can. */
const packageChange = z.strictObject({
  visibility: z.enum(["public", "private"]).optional(),
  /** `owner/name`, or null to unlink. */
  repository: z.string().nullable().optional(),
});

/** What only tests may do: look behind the scenes, and play the user at the web page. */
export async function serveControl(
  store: Store,
  journal: Journal,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const [, ...parts] = url.pathname.split("/").slice(1).map(decodeURIComponent);
  const [what = "", owner = "", ...rest] = parts;
  if (what === "identity") {
    response.end(answerChallenge(key, url.searchParams.get("challenge") ?? ""));
    return;
  }
  if (!holdsKey(request, key)) {
    sendJson(response, 403, { message: `the header ${CONTROL_HEADER} must hold the control key` });
    return;
  }
  switch (`${request.method ?? ""} ${what}`) {
    case "GET journal":
      sendJson(response, 200, journal.read());
      return;
    case "DELETE journal":
      journal.clear();
      response.writeHead(204).end();
      return;
    case "GET secrets":
      sendSecret(store, owner, rest, response);
      return;
    case "POST packages":
      await changePackage(store, owner, rest.join("/"), request, response);
      return;
    default:
      sendJson(response, 404, { message: "the control address has no such thing" });
  }
}

function holdsKey(request: IncomingMessage, key: string): boolean {
  const sent = Buffer.from(String(request.headers[CONTROL_HEADER] ?? ""));
  const wanted = Buffer.from(key);
  return sent.length === wanted.length && timingSafeEqual(sent, wanted);
}

function sendSecret(store: Store, owner: string, rest: string[], response: ServerResponse): void {
  const [repository = "", name = ""] = rest;
  const secret = findRepository(store.world, owner, repository)?.actions.secrets[name];
  if (secret === undefined) sendJson(response, 404, { message: "no such secret" });
  else sendJson(response, 200, secret);
}

async function changePackage(
  store: Store,
  owner: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = findPackage(store.world, owner, name);
  if (found === undefined) {
    sendJson(response, 404, { message: "no such package" });
    return;
  }
  const change = packageChange.safeParse(parse(await readBody(request, BODY_BYTES)));
  if (!change.success) {
    sendJson(response, 400, { message: z.prettifyError(change.error) });
    return;
  }
  const { visibility, repository } = change.data;
  if (visibility === "private" && found.visibility === "public") {
    sendJson(response, 409, { message: "a public package can never be made private again" });
    return;
  }
  if (repository != null) {
    const [account = "", repositoryName = ""] = repository.split("/");
    const linked = findRepository(store.world, account, repositoryName);
    if (linked === undefined) {
      sendJson(response, 404, { message: "no such repository" });
      return;
    }
    found.repositoryId = linked.id;
  } else if (repository === null) {
    found.repositoryId = null;
  }
  found.visibility = visibility ?? found.visibility;
  found.updatedAt = now();
  await store.commit();
  sendJson(response, 200, { visibility: found.visibility, repositoryId: found.repositoryId });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
