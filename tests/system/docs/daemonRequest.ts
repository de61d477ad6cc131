import type { IncomingMessage } from "node:http";
import type { Login } from "./registryLogin";

/** A request to the daemon. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** From the configuration file of the command line. */
  readonly login: Login;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://daemon");
  const header = request.headers["x-registry-auth"];
  const login = Buffer.from(String(header ?? ""), "base64url").toString();
  return {
    method: request.method ?? "GET",
    path: decodeURIComponent(pathname).replace(/^\/v1\.\d+/, ""),
    query: searchParams,
    login: login.startsWith("{") ? (JSON.parse(login) as Login) : {},
    body: text.startsWith("{") ? (JSON.parse(text) as ReceivedRequest["body"]) : {},
  };
}
