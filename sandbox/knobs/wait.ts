import type { EventEmitter } from "node:events";

/** Ends a request that nobody waits for any more. */
export class ClientDisconnected extends Error {}

/** Waits that long, or until this closes; whether it was the time that ended it. */
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
