import type { IncomingMessage, ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The scheme and host that the caller used: links and realms must have the same. */
export function callerOrigin(request: IncomingMessage): string {
  const scheme = request.socket instanceof TLSSocket ? "https" : "http";
  return `${scheme}://${request.headers.host ?? "localhost"}`;
}

export class BodyTooLarge extends Error {}

/** Reads a body of limited size. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge(`the body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

/** User and password of a basic `Authorization` header; null for any other. */
export function parseBasicCredentials(
  header: string | undefined,
): { user: string; password: string } | null {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon === -1
    ? { user: text, password: "" }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
