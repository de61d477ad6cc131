import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { Gate } from "../github/limits/rateLimit";
import { RateLimits } from "../github/limits/rateLimit";
import type { JournalNote, Kind } from "../journal";
import type { Handler } from "../server/http";
import { Clock } from "../github/limits/clock";
import { Faults } from "./faults";
import { applyFault } from "./applyFault";
import { Latency } from "./latency";
import { NO_LIMITS } from "../github/limits/limits";

/** Settings for tests and benchmarks, in memory: a restart resets them. */
export class Knobs {
  readonly clock = new Clock();
  readonly limits = new RateLimits(this.clock);
  readonly latency = new Latency();
  readonly faults = new Faults();

  /** `resetConnection` resets the connection of a socket, with or without TLS. */
  constructor(private readonly resetConnection: (socket: Socket) => void) {}

  /** A refusal is immediate; other responses are delayed, and count as concurrent meanwhile. */
  readonly gate: Gate = {
    admit: async (visit) => {
      const admission = this.limits.admit(visit);
      if (admission.refusal === null) await this.latency.hold("github", visit.response);
      return admission;
    },
  };

  /** Every request passes through here before it is served. */
  async serve(
    kind: Kind,
    request: IncomingMessage,
    response: ServerResponse,
    note: JournalNote,
    handler: Handler,
  ): Promise<void> {
    const serve: Handler = async (forwarded, forwardedResponse) => {
      if (kind !== "github") await this.latency.hold(kind, forwardedResponse);
      // The date must agree with the limits' clock.
      else forwardedResponse.setHeader("Date", new Date(this.clock.now()).toUTCString());
      await handler(forwarded, forwardedResponse);
    };
    const { pathname } = new URL(request.url ?? "/", "http://sandbox");
    const injected = this.faults.match({
      kind,
      method: request.method ?? "",
      path: pathname,
      authorization: request.headers.authorization,
    });
    if (injected === null) {
      await serve(request, response);
      return;
    }
    note.fault = injected.id;
    const reset = (): void => {
      this.resetConnection(request.socket);
    };
    await applyFault(injected.fault, { request, response, note, serve, reset });
  }

  reset(): void {
    this.clock.reset();
    this.limits.set(NO_LIMITS);
    this.latency.set({});
    this.faults.clear();
  }
}
