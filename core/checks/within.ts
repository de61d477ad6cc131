import { setTimeout as sleep } from "node:timers/promises";
import { cannotTell } from "../http/answer";

/**
 * An answer within a bound, whatever the other side does: each request has a bound of its own, but a
 * question may take many.
 */
export async function within<Found>(
  question: Promise<Found>,
  milliseconds: number,
): Promise<Found | ReturnType<typeof cannotTell>> {
  const given = new AbortController();
  try {
    const late = sleep(milliseconds, undefined, { signal: given.signal }).then(() =>
      cannotTell(`no whole answer within ${milliseconds / 1000} s`),
    );
    late.catch(() => undefined);
    return await Promise.race([question, late]);
  } finally {
    given.abort();
  }
}
