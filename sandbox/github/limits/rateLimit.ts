import type { IncomingMessage, ServerResponse } from "node:http";

import { Clock } from "./clock";
import type { Limit, Limits } from "./limits";
import { NO_LIMITS, PUBLISHED } from "./limits";
import type { Token, World } from "../../world/world";
import { findAccount } from "../../world/world";
import type { Answer } from "../answer";
import { primaryRefusal, secondaryRefusal } from "./rateRefusal";

export interface Rate {
  limit: number;
  used: number;
  remaining: number;
  /** In seconds since 1970. */
  reset: number;
}

/** A request to be admitted. */
export interface AdmissionRequest {
  world: World;
  token: Token | null;
  operation: string | null;
  request: IncomingMessage;
  /** Until it closes, the request counts as concurrent. */
  response: ServerResponse;
}

export interface Admission {
  rate: Rate;
  /** Set if a limit is exceeded; the request is then not served. */
  refusal: Answer | null;
  /** Refunds a request that turns out to be free; returns the new rate. */
  refund: () => Rate;
}

/** Admits requests. */
export interface Gate {
  admit(visit: AdmissionRequest): Admission | Promise<Admission>;
}

/** Whose rate limit a request counts toward. */
interface Payer {
  key: string;
  allowance: "requestsPerHour" | "anonymousRequestsPerHour" | "workflowRequestsPerHour";
  userId: number | null;
  address: string;
}

interface Window {
  used: number;
  /** In milliseconds since 1970. */
  end: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The default Retry-After. GitHub: "at least one minute". */
const PAUSE_SECONDS = 60;

/** This operation is free (docs.github.com, REST API endpoints for rate limits). */
const FREE = "rate-limit/get";

/**
 * GitHub does not document which requests create content. Its advice for writes names POST, PATCH,
 * PUT and DELETE; here all but DELETE count.
 */
const CREATING = ["POST", "PUT", "PATCH"];
const READING = ["GET", "HEAD", "OPTIONS"];

/** Counts requests as GitHub does, and refuses those that exceed a limit. */
export class RateLimits implements Gate {
  private limits: Limits = NO_LIMITS;
  private readonly windows = new Map<string, Window>();
  private readonly inFlight = new Map<string, number>();

  constructor(private readonly clock = new Clock()) {}

  /** Resets all counts, except of concurrent requests. */
  set(limits: Limits): void {
    this.limits = limits;
    this.windows.clear();
  }

  read(): Limits {
    return this.limits;
  }

  admit({ world, token, operation, request, response }: AdmissionRequest): Admission {
    const payer = findPayer(world, token, request);
    const method = request.method ?? "";
    const creations = CREATING.includes(method) ? 1 : 0;
    const costs: [Limit, number][] = [
      [payer.allowance, operation === FREE ? 0 : 1],
      ["pointsPerMinute", READING.includes(method) ? 1 : 5],
      ["creationsPerMinute", creations],
      ["creationsPerHour", creations],
    ];
    const refusal = this.findRefusal(payer, costs);
    if (refusal === null) {
      for (const [limit, cost] of costs) this.window(payer, limit).used += cost;
      this.trackInFlight(payer, response);
    }
    return {
      rate: this.rate(payer),
      refusal,
      // A conditional request that is answered with 304 is free for authenticated callers
      // (docs.github.com, Best practices for using the REST API).
      refund: () => {
        if (refusal === null && token !== null) {
          const window = this.window(payer, payer.allowance);
          window.used = Math.max(0, window.used - 1);
        }
        return this.rate(payer);
      },
    };
  }

  private findRefusal(payer: Payer, costs: [Limit, number][]): Answer | null {
    const { status, concurrent } = this.limits;
    const now = this.clock.now();
    for (const [limit, cost] of costs) {
      const maximum = this.limits[limit];
      const window = this.window(payer, limit);
      if (maximum === null || cost === 0 || window.used + cost <= maximum) continue;
      if (limit === payer.allowance) return primaryRefusal(status, payer, now);
      const what = limit === "pointsPerMinute" ? "requests" : "content";
      return secondaryRefusal(status, what, Math.ceil((window.end - now) / 1000), now);
    }
    if (concurrent === null || (this.inFlight.get(payer.key) ?? 0) < concurrent) return null;
    return secondaryRefusal(status, "requests", PAUSE_SECONDS, now);
  }

  private trackInFlight({ key }: Payer, response: ServerResponse): void {
    if (response.destroyed) return;
    this.inFlight.set(key, (this.inFlight.get(key) ?? 0) + 1);
    response.once("close", () => {
      const left = (this.inFlight.get(key) ?? 1) - 1;
      if (left === 0) this.inFlight.delete(key);
      else this.inFlight.set(key, left);
    });
  }

  private rate(payer: Payer): Rate {
    const limit = this.limits[payer.allowance] ?? PUBLISHED[payer.allowance];
    const { used, end } = this.window(payer, payer.allowance);
    return {
      limit,
      used: Math.min(used, limit),
      remaining: Math.max(0, limit - used),
      reset: Math.ceil(end / 1000),
    };
  }

  private window({ key, allowance }: Payer, limit: Limit): Window {
    const name = `${key} ${limit}`;
    const now = this.clock.now();
    let window = this.windows.get(name);
    // While the limit is off, the remaining count must not reach zero: it starts over.
    const isIdle = this.limits[limit] === null && (window?.used ?? 0) >= PUBLISHED[allowance];
    if (window === undefined || window.end <= now || isIdle) {
      window = { used: 0, end: now + (limit.endsWith("PerMinute") ? MINUTE : HOUR) };
      this.windows.set(name, window);
    }
    return window;
  }
}

/**
 * All tokens of a user share a limit; a workflow's repository and an installation have their own.
 */
function findPayer(world: World, token: Token | null, request: IncomingMessage): Payer {
  const address = request.socket.remoteAddress ?? "";
  if (token === null) {
    const allowance = "anonymousRequestsPerHour";
    return { key: `address ${address}`, allowance, userId: null, address };
  }
  const userId = findAccount(world, token.owner)?.id ?? 0;
  if (token.kind === "actions") {
    const key = `repository ${token.repositoryId ?? 0}`;
    return { key, allowance: "workflowRequestsPerHour", userId, address };
  }
  const key = `${token.kind === "installation" ? "installation" : "user"} ${token.owner.toLowerCase()}`;
  return { key, allowance: "requestsPerHour", userId, address };
}
