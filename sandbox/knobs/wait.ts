import type { EventEmitter } from "node:events";

/** Ends a request whose client has disconnected. */
export class ClientDisconnected extends Error {}

/** Waits that long, or until the emitter closes; true if the time has passed. */
export function wait(milliseconds: number, closing: EventEmitter): Promise<boolean> {
  return new Promise((resolve) => {
    const closed = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      closing.off("close", closed);
      resolve(true);
    }, milliseconds);
    closing.once("close", closed);
  });
}
