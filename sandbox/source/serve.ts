import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import type { Upstream } from "../registry/upstream";
import { forwardResponse } from "../registry/upstream";
import type { Bearers } from "../server/bearers";
import { callerOrigin, readBody, sendJson } from "../server/http";
import type { SourceRepository, SourceWorld } from "../world/source";
import { newSourceRepository } from "../world/source";
import { recordReferrer } from "./referrers";
import { refusals, sendRefusal } from "./refusals";
import type { Bearer } from "./rights";

/** Not the host's name, as at Docker Hub: clients must repeat the challenge's service. */
const SERVICE = "source.sandbox";

const ROUTE = /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/;

/** The registry protocol's limit for a manifest. */
const MANIFEST_BYTES = 4 * 1024 * 1024;

const INDEX = "application/vnd.oci.image.index.v1+json";

/** What serving a request needs. */
export interface SourceServices {
  world: SourceWorld;
  bearers: Bearers<Bearer>;
  upstream: Upstream;
  readonly commit: () => Promise<void>;
}

/** Serves `/v2/`: checks access like Docker Hub, and then forwards to the registry. */
export async function serveSource(
  { world, bearers, upstream, commit }: SourceServices,
  request: IncomingMessage,
  response: ServerResponse,
  note: JournalNote,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const bearer = readBearer(bearers, request);
  note.account = bearer?.username ?? null;
  if (url.pathname === "/v2/" || url.pathname === "/v2") {
    if (bearer === null) sendChallenge(request, response, null);
    else sendJson(response, 200, {});
    return;
  }
  const [, name = "", kind = "", reference = ""] = ROUTE.exec(url.pathname) ?? [];
  if (name === "") {
    note.unrouted = true;
    sendRefusal(response, refusals.notFound);
    return;
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  const action = isRead ? "pull" : "push";
  const found = world.repositories[name];
  const isHidden = isRead && (found === undefined || found.isGone);
  if (isHidden || bearer?.granted.has(`${name}:${action}`) !== true) {
    sendChallenge(request, response, { scope: `repository:${name}:${action}`, bearer });
    return;
  }
  if (!isRead && kind === "manifests" && request.method === "PUT") {
    const one = (world.repositories[name] ??= newSourceRepository());
    await pushManifest(one, upstream, request, response, reference);
    await commit();
    return;
  }
  if (kind === "referrers" && found !== undefined) {
    const manifests = found.referrers[reference] ?? [];
    const body = { schemaVersion: 2, mediaType: INDEX, manifests };
    sendJson(response, 200, body, { "Content-Type": INDEX });
    return;
  }
  if (kind === "manifests" && found?.goneTags.includes(reference) === true) {
    sendRefusal(response, refusals.manifestUnknown);
    return;
  }
  await forwardResponse(await upstream.send(request, url.pathname + url.search), response);
}

function readBearer(bearers: Bearers<Bearer>, request: IncomingMessage): Bearer | null {
  const text = /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return text === undefined ? null : bearers.find(text);
}

/** Adds an error if the bearer is valid for something else. */
function sendChallenge(
  request: IncomingMessage,
  response: ServerResponse,
  required: { scope: string; bearer: Bearer | null } | null,
): void {
  const parts = [`realm="${callerOrigin(request)}/token"`, `service="${SERVICE}"`];
  if (required !== null) parts.push(`scope="${required.scope}"`);
  if (required !== null && required.bearer !== null) parts.push('error="insufficient_scope"');
  sendRefusal(response, refusals.unauthorized, { "WWW-Authenticate": `Bearer ${parts.join()}` });
  request.resume();
}

async function pushManifest(
  one: SourceRepository,
  upstream: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
  reference: string,
): Promise<void> {
  const content = await readBody(request, MANIFEST_BYTES);
  const answer = await upstream.send(request, request.url ?? "/", content);
  const digest = answer.headers["docker-content-digest"];
  if (answer.statusCode === 201 && typeof digest === "string") {
    one.isGone = false;
    one.goneTags = one.goneTags.filter((tag) => tag !== reference);
    const subject = recordReferrer(one, digest, content);
    if (subject !== null) answer.headers["oci-subject"] = subject;
  }
  await forwardResponse(answer, response);
}
