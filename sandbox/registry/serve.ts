import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import { callerOrigin, readBody } from "../server/http";
import type { Store } from "../world/store";
import type { Token } from "../world/world";
import type { Denial } from "./denials";
import { denials, sendDenial } from "./denials";
import type { Login, Logins } from "./logins";
import { sendTags, findNotFoundDenial } from "./liveVersions";
import { recordPush, readSource } from "./packages";
import type { ImageName } from "./rights";
import { parseName, findReadDenial, findWriteDenial } from "./rights";
import type { Upstream } from "./upstream";
import { forwardResponse } from "./upstream";

/** `/v2/<name>/<kind>/<rest>`, the name as long as it can be (OCI distribution 1.1). */
const ROUTE = /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/(.*)$/;

/** The registry protocol's limit for a manifest. */
const MANIFEST_BYTES = 4 * 1024 * 1024;

/** Serves `/v2/`: applies ghcr.io's rules, and then forwards to the registry. */
export async function serveRegistry(
  store: Store,
  logins: Logins,
  upstream: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
  note: JournalNote,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const route = ROUTE.exec(url.pathname);
  const login = readLogin(logins, request);
  if (typeof login === "object" && "token" in login) note.account = login.token?.owner ?? null;

  if (url.pathname === "/v2/" || url.pathname === "/v2") {
    const denial = isDenial(login) ? login : login.token === null ? denials.unauthorized : null;
    if (denial === null) await forwardResponse(await upstream.send(request, "/v2/"), response);
    else sendChallengedDenial(request, response, denial, "user/image");
    return;
  }
  const [, name = "", kind = "", rest = ""] = route ?? [];
  if (route === null) {
    note.unrouted = true;
    sendDenial(response, denials.notFound);
    return;
  }
  const image = parseName(name);
  if (image === null) {
    sendDenial(response, denials.invalidName);
    return;
  }
  if (isDenial(login)) {
    sendChallengedDenial(request, response, login, name);
    return;
  }
  const denial = findDenial(store, login.token, request, image);
  if (denial !== null) {
    sendChallengedDenial(request, response, denial, name);
    return;
  }
  if (request.method === "DELETE") {
    sendDenial(response, denials.unsupported);
    return;
  }
  const reference = kind === "manifests" ? decodeReference(rest) : rest;
  if (request.method === "PUT" && kind === "manifests") {
    await pushManifest(store, upstream, request, response, image, reference, login.token);
    return;
  }
  const notFound = findNotFoundDenial(store.world, image, kind, reference);
  if (isRead(request) && notFound !== null) {
    sendDenial(response, notFound);
    return;
  }
  if (request.method === "GET" && kind === "tags") {
    await sendTags(
      store.world,
      image,
      await upstream.send(request, url.pathname + url.search),
      response,
    );
    return;
  }
  if (request.method === "POST") removeUnreadableMount(store, login.token, url);
  await forwardResponse(await upstream.send(request, url.pathname + url.search), response);
}

function isDenial(value: Denial | object): value is Denial {
  return "code" in value;
}

function readLogin(logins: Logins, request: IncomingMessage): Exclude<Login, string> | Denial {
  const header = request.headers.authorization;
  if (header === undefined) return denials.unauthorized;
  const bearer = /^bearer\s+(\S+)$/i.exec(header)?.[1];
  if (bearer === undefined) return denials.invalidToken;
  const login = logins.find(bearer);
  return login === "unauthenticated" ? denials.unauthenticated : login;
}

/** The registry rejects an invalid escape. */
function decodeReference(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

function isRead(request: IncomingMessage): boolean {
  return request.method === "GET" || request.method === "HEAD";
}

function findDenial(
  store: Store,
  token: Token | null,
  request: IncomingMessage,
  image: ImageName,
): Denial | null {
  return isRead(request)
    ? findReadDenial(store.world, token, image)
    : findWriteDenial(store.world, token, image);
}

/** Only a 401 has a challenge: a DENIED does not (renovatebot/renovate#11446). */
function sendChallengedDenial(
  request: IncomingMessage,
  response: ServerResponse,
  denial: Denial,
  name: string,
): void {
  const scope = `repository:${name}:${isRead(request) ? "pull" : "push,pull"}`;
  const realm = `${callerOrigin(request)}/token`;
  const service = request.headers.host ?? "";
  const challenge = `Bearer realm="${realm}",service="${service}",scope="${scope}"`;
  // Without reading the body the connection could not be reused.
  sendDenial(response, denial, denial.status === 401 ? { "WWW-Authenticate": challenge } : {});
  request.resume();
}

async function pushManifest(
  store: Store,
  upstream: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
  image: ImageName,
  reference: string,
  pusher: Token | null,
): Promise<void> {
  const content = await readBody(request, MANIFEST_BYTES);
  const answer = await upstream.send(request, request.url ?? "/", content);
  const digest = answer.headers["docker-content-digest"];
  if (answer.statusCode === 201 && typeof digest === "string") {
    const blobs = `/v2/${image.owner}/${image.name}/blobs/`;
    const source = await readSource(content, (config) => upstream.read(blobs + config));
    const tag = reference.includes(":") ? null : reference;
    recordPush(store.world, image, { digest, tag, source }, pusher);
    await store.commit();
  }
  await forwardResponse(answer, response);
}

/** A mount from an unreadable package becomes an ordinary upload. */
function removeUnreadableMount(store: Store, token: Token | null, url: URL): void {
  const from = url.searchParams.get("from");
  if (from === null) return;
  const source = parseName(from);
  if (source !== null && findReadDenial(store.world, token, source) === null) return;
  url.searchParams.delete("from");
  url.searchParams.delete("mount");
}
