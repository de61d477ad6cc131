import { IncomingMessage } from "node:http";
import type { ServerResponse } from "node:http";

import { serveDetached } from "./serveDetached";
import type { Fault } from "./faults";
import type { FaultedRequest } from "./faultedRequest";
import { ClientDisconnected, wait } from "./wait";

/** The interval of a slow response. */
const DRIP_MILLISECONDS = 100;

export async function applyFault(fault: Fault, faulted: FaultedRequest): Promise<void> {
  const { request, response, serve, note } = faulted;
  if ("carriedOut" in fault && fault.carriedOut) {
    await serveDetached(faulted, () => Promise.resolve());
    delete note.status;
  }
  switch (fault.type) {
    case "answer":
      sendAnswer(fault, response);
      return;
    case "reset":
      faulted.reset();
      return;
    case "hang":
      await hang(fault.milliseconds, faulted);
      return;
    case "delay":
      if (!(await wait(fault.milliseconds, response))) throw new ClientDisconnected();
      await serve(request, response);
      return;
    case "drip":
      await drip(fault.bytesPerSecond, faulted);
      return;
    case "cut-upload":
      await cutUpload(fault.bytes, faulted);
      return;
    case "cut-answer":
      await cutAnswer(fault.bytes, faulted);
  }
}

function sendAnswer(fault: Extract<Fault, { type: "answer" }>, response: ServerResponse): void {
  const { status, headers, body } = fault;
  const isText = typeof body === "string";
  const text = body === undefined ? "" : isText ? body : JSON.stringify(body);
  const type = isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  response.statusCode = status;
  // 204 and 304 have no body (RFC 9110, 15.3.5 and 15.4.5).
  const isEmpty = body === undefined || status === 204 || status === 304;
  if (!isEmpty) response.setHeader("Content-Type", type);
  if (status !== 204) response.setHeader("Content-Length", Buffer.byteLength(isEmpty ? "" : text));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(isEmpty || response.req.method === "HEAD" ? undefined : text);
}

async function hang(
  milliseconds: number | undefined,
  { response, reset }: FaultedRequest,
): Promise<void> {
  if (milliseconds === undefined) await waitForClose(response);
  else if (await wait(milliseconds, response)) reset();
}

async function drip(bytesPerSecond: number, faulted: FaultedRequest): Promise<void> {
  const { socket } = faulted.request;
  const chunkSize = Math.max(1, Math.round((bytesPerSecond * DRIP_MILLISECONDS) / 1000));
  const start = performance.now();
  let sent = 0;
  await serveDetached(faulted, async (message) => {
    for (let from = 0; from < message.length; from += chunkSize) {
      const piece = message.subarray(from, from + chunkSize);
      sent += piece.length;
      const aheadMilliseconds = start + (sent / bytesPerSecond) * 1000 - performance.now();
      if (aheadMilliseconds > 0 && !(await wait(aheadMilliseconds, faulted.response)))
        throw new ClientDisconnected();
      socket.write(piece);
    }
  });
  socket.destroySoon();
}

/** Closes the connection cleanly, as a proxy does; only Content-Length shows what is missing. */
async function cutAnswer(bytes: number, faulted: FaultedRequest): Promise<void> {
  const { socket } = faulted.request;
  let head = Buffer.alloc(0);
  let left: number | null = null;
  await serveDetached(faulted, (message) => {
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

/** Serves a request whose body ends early. */
async function cutUpload(bytes: number, faulted: FaultedRequest): Promise<void> {
  const { request, response, serve } = faulted;
  const broken = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion } = request;
  Object.assign(broken, { method, url, headers, rawHeaders, httpVersion });
  broken.on("error", () => undefined);
  // The client never gets the result.
  const served = serve(broken, response).catch(() => undefined);
  try {
    await forward(request, broken, bytes);
    // Lets the received part be processed before the interruption.
    if (!response.destroyed) await wait(DRIP_MILLISECONDS, response);
  } finally {
    faulted.reset();
    broken.destroy(new ClientDisconnected());
  }
  await served;
}

async function forward(from: IncomingMessage, to: IncomingMessage, bytes: number): Promise<void> {
  if (bytes === 0) return;
  let left = bytes;
  // Destroying the request here would close the connection cleanly.
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    to.push(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) return;
  }
}

async function waitForClose(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise((resolve) => response.once("close", resolve));
}
