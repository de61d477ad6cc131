import { IncomingMessage } from "node:http";
import type { ServerResponse } from "node:http";

import { carryOut } from "./aside";
import type { Fault } from "./faults";
import type { Struck } from "./struck";
import { ClientGone, wait } from "./wait";

/** How often a slow answer gives a little. */
const DRIP_MILLISECONDS = 100;

export async function inflict(fault: Fault, struck: Struck): Promise<void> {
  const { request, response, serve, note } = struck;
  if ("carriedOut" in fault && fault.carriedOut) {
    await carryOut(struck, () => Promise.resolve());
    delete note.status;
  }
  switch (fault.type) {
    case "answer":
      sendAnswer(fault, response);
      return;
    case "reset":
      struck.reset();
      return;
    case "hang":
      await hang(fault.milliseconds, struck);
      return;
    case "delay":
      if (!(await wait(fault.milliseconds, response))) throw new ClientGone();
      await serve(request, response);
      return;
    case "drip":
      await drip(fault.bytesPerSecond, struck);
      return;
    case "cut-upload":
      await cutUpload(fault.bytes, struck);
      return;
    case "cut-answer":
      await cutAnswer(fault.bytes, struck);
  }
}

function sendAnswer(fault: Extract<Fault, { type: "answer" }>, response: ServerResponse): void {
  const { status, headers, body } = fault;
  const isText = typeof body === "string";
  const text = body === undefined ? "" : isText ? body : JSON.stringify(body);
  const type = isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  response.statusCode = status;
  // Neither may a body have (RFC 9110, 15.3.5 and 15.4.5).
  const isEmpty = body === undefined || status === 204 || status === 304;
  if (!isEmpty) response.setHeader("Content-Type", type);
  if (status !== 204) response.setHeader("Content-Length", Buffer.byteLength(isEmpty ? "" : text));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(isEmpty || response.req.method === "HEAD" ? undefined : text);
}

async function hang(milliseconds: number | undefined, { response, reset }: Struck): Promise<void> {
  if (milliseconds === undefined) await closed(response);
  else if (await wait(milliseconds, response)) reset();
}

async function drip(bytesPerSecond: number, struck: Struck): Promise<void> {
  const { socket } = struck.request;
  const share = Math.max(1, Math.round((bytesPerSecond * DRIP_MILLISECONDS) / 1000));
  const start = performance.now();
  let sent = 0;
  await carryOut(struck, async (message) => {
    for (let from = 0; from < message.length; from += share) {
      const piece = message.subarray(from, from + share);
      sent += piece.length;
      const early = start + (sent / bytesPerSecond) * 1000 - performance.now();
      if (early > 0 && !(await wait(early, struck.response))) throw new ClientGone();
      socket.write(piece);
    }
  });
  socket.destroySoon();
}

/** The connection ends in order, as by a proxy that gave up; only the length tells what is missing. */
async function cutAnswer(bytes: number, struck: Struck): Promise<void> {
  const { socket } = struck.request;
  let head = Buffer.alloc(0);
  let left: number | null = null;
  await carryOut(struck, (message) => {
    let body = message;
    if (left === null) {
      head = Buffer.concat([head, message]);
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) return Promise.resolve();
      socket.write(head.subarray(0, end + 4));
      body = head.subarray(end + 4);
      left = bytes;
    }
    socket.write(body.subarray(0, left));
    left -= Math.min(left, body.length);
    return Promise.resolve();
  });
  socket.destroySoon();
}

/** The request's handler is given a request that breaks off, as a real one would. */
async function cutUpload(bytes: number, struck: Struck): Promise<void> {
  const { request, response, serve } = struck;
  const broken = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion } = request;
  Object.assign(broken, { method, url, headers, rawHeaders, httpVersion });
  broken.on("error", () => undefined);
  // Whatever becomes of what was cut off, the client never learns it.
  const served = serve(broken, response).catch(() => undefined);
  try {
    await passOn(request, broken, bytes);
    // So that what came is on its way before the break.
    if (!response.destroyed) await wait(DRIP_MILLISECONDS, response);
  } finally {
    struck.reset();
    broken.destroy(new ClientGone());
  }
  await served;
}

async function passOn(from: IncomingMessage, to: IncomingMessage, bytes: number): Promise<void> {
  if (bytes === 0) return;
  let left = bytes;
  // Were it destroyed when this ends, the connection would be closed in order.
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    to.push(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) return;
  }
}

async function closed(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise((resolve) => response.once("close", resolve));
}
