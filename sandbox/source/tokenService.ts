import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import type { Bearers } from "../server/bearers";
import { sendBearer } from "../server/bearers";
import { parseBasicCredentials, readBody } from "../server/http";
import type { SourceLogin, SourceWorld } from "../world/source";
import { sendWrongLogin } from "./refusals";
import type { Bearer } from "./rights";
import { isValidLogin, isAllowed } from "./rights";

const FORM_BYTES = 64 * 1024;

/**
 * Issues a bearer token for a login or an anonymous caller: GET with basic credentials, or a POST
 * form. Like Docker Hub's it only refuses wrong passwords, and silently grants less than requested.
 */
export async function serveToken(
  world: SourceWorld,
  bearers: Bearers<Bearer>,
  request: IncomingMessage,
  response: ServerResponse,
  note: JournalNote,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const isForm = request.method === "POST";
  const fields = isForm
    ? new URLSearchParams((await readBody(request, FORM_BYTES)).toString("utf8"))
    : url.searchParams;
  const login = isForm ? readFormLogin(fields) : readBasicLogin(request);
  if (login !== null && !isValidLogin(world, login)) {
    sendWrongLogin(response);
    return;
  }
  const username = login?.username ?? null;
  note.account = username;
  const scopes = fields.getAll("scope").flatMap((scope) => scope.split(" "));
  const granted = scopes.flatMap((scope) => {
    const [, name = "", actions = ""] = /^repository:([^:]+):(.*)$/.exec(scope) ?? [];
    const all = actions.split(",").filter((action) => isAllowed(world, username, name, action));
    return all.map((action) => `${name}:${action}`);
  });
  sendBearer(response, bearers.issue({ username, granted: new Set(granted) }));
}

function readBasicLogin(request: IncomingMessage): SourceLogin | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const { user = "", password = "" } = parseBasicCredentials(authorization) ?? {};
  return { username: user, password };
}

function readFormLogin(form: URLSearchParams): SourceLogin | null {
  const username = form.get("username");
  return username === null ? null : { username, password: form.get("password") ?? "" };
}
