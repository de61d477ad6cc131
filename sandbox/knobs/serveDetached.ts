import { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

import type { FaultedRequest } from "./faultedRequest";

/**
 * Lets the request be carried out with its answer written aside, as the bytes that would have gone
 * over the connection. Nothing of it reaches the client unless `take` sends it on.
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
  // A response only writes to it, and waits for it to drain and close.
  response.assignSocket(line as unknown as Socket);
  // A server passes this on: without it a large answer stops when the line is full.
  line.on("drain", () => response.emit("drain"));
  const failed = new Promise<never>((_resolve, reject) => line.once("error", reject));
  try {
    const closed = new Promise((resolve) => response.once("close", resolve));
    // A server closes a response that is through; those who count requests wait for that.
    response.once("finish", () => line.destroy());
    await Promise.race([Promise.all([serve(request, response), closed]), failed]);
    note.status = response.statusCode;
  } finally {
    line.destroy();
  }
}
