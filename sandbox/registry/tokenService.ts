import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import { sendBearer } from "../server/bearers";
import { parseBasicCredentials, readBody } from "../server/http";
import { findValidToken } from "../tokens";
import type { World } from "../world/world";
import { denials, sendDenial } from "./denials";
import type { Logins } from "./logins";
import { canLogIn, parseName, findReadDenial } from "./rights";

const FORM_BYTES = 64 * 1024;

/**
 * Exchanges a login for a bearer token: GET with basic credentials (docker, curl, crane) and a POST
 * form (BuildKit, containerd). The bearer's permissions are checked at each request.
 */
export async function serveToken(
  world: World,
  logins: Logins,
  request: IncomingMessage,
  response: ServerResponse,
  note: JournalNote,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const login =
    request.method === "POST" ? await readFormLogin(request) : readQueryLogin(url, request);
  if (login.password === null) {
    grantAnonymous(world, logins, login.scopes, response);
    return;
  }
  const token = findValidToken(world, login.password);
  if (token === null || !canLogIn(token)) {
    sendDenial(response, denials.denied);
    return;
  }
  note.account = token.owner;
  sendBearer(response, logins.issue(token));
}

interface LoginRequest {
  /** Null for an anonymous login. */
  password: string | null;
  scopes: string[];
}

function readQueryLogin(url: URL, request: IncomingMessage): LoginRequest {
  const header = request.headers.authorization;
  const password = header === undefined ? null : (parseBasicCredentials(header)?.password ?? "");
  return { password, scopes: url.searchParams.getAll("scope") };
}

async function readFormLogin(request: IncomingMessage): Promise<LoginRequest> {
  const form = new URLSearchParams((await readBody(request, FORM_BYTES)).toString("utf8"));
  const scopes = form.getAll("scope").flatMap((scope) => scope.split(" "));
  if (form.get("grant_type") === "refresh_token") {
    return { password: form.get("refresh_token") ?? "", scopes };
  }
  return { password: form.get("password"), scopes };
}

/** Issues anonymous tokens for public packages only. */
function grantAnonymous(
  world: World,
  logins: Logins,
  scopes: string[],
  response: ServerResponse,
): void {
  for (const scope of scopes) {
    const [type, name, actions] = scope.split(":");
    const image = type === "repository" ? parseName(name ?? "") : null;
    if (image === null || actions !== "pull" || findReadDenial(world, null, image) !== null) {
      sendDenial(response, denials.unauthorized);
      return;
    }
  }
  sendBearer(response, logins.issue(null));
}
