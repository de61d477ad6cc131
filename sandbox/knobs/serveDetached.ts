import { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

import type { FaultedRequest } from "./faultedRequest";

/**
 * Serves the request with its response captured, as the bytes that would have been sent
 * over the connection. Nothing reaches the client unless `onData` sends it.
 */
export async function serveDetached(
  { request, serve, note }: FaultedRequest,
  onData: (message: Buffer) => Promise<void>,
): Promise<void> {
  const line = new Duplex({
    read: () => undefined,
    write: (message: Buffer, _encoding, done) => {
      onData(message).then(() => {
        done();
      }, done);
    },
  });
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // A response only writes to its socket, and waits for it to drain and close.
  response.assignSocket(line as unknown as Socket);
  // A server forwards this event: without it a large response stalls when the buffer is full.
  line.on("drain", () => response.emit("drain"));
  const failed = new Promise<never>((_resolve, reject) => line.once("error", reject));
  try {
    const closed = new Promise((resolve) => response.once("close", resolve));
    // A server closes a finished response; the rate limits wait for that.
    response.once("finish", () => line.destroy());
    await Promise.race([Promise.all([serve(request, response), closed]), failed]);
    note.status = response.statusCode;
  } finally {
    line.destroy();
  }
}
