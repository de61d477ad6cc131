import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { Gate } from "../github/limits/rateLimit";
import { RateLimits } from "../github/limits/rateLimit";
import type { JournalNote, Kind } from "../journal";
import type { Handler } from "../server/http";
import { Clock } from "../github/limits/clock";
import { Faults } from "./faults";
import { inflict } from "./inflict";
import { Latency } from "./latency";
import { NO_LIMITS } from "../github/limits/limits";

/** What tests and benchmarks turn. Kept in memory: a restart finds them all at rest. */
export class Knobs {
  readonly clock = new Clock();
  readonly limits = new RateLimits(this.clock);
  readonly latency = new Latency();
  readonly faults = new Faults();

  /** `resetConnection` resets the connection that a socket, with or without TLS, is the end of. */
  constructor(private readonly resetConnection: (socket: Socket) => void) {}

  /** GitHub refuses at once; what it answers takes its time, and is under way meanwhile. */
  readonly gate: Gate = {
    admit: async (visit) => {
      const admission = this.limits.admit(visit);
      if (admission.refusal === null) await this.latency.hold("github", visit.response);
      return admission;
    },
  };

  /** Every request comes by here, before its part of the sandbox sees it. */
  async meet(
    kind: Kind,
    request: IncomingMessage,
    response: ServerResponse,
    note: JournalNote,
    answer: Handler,
  ): Promise<void> {
    const serve: Handler = async (asked, answering) => {
      if (kind !== "github") await this.latency.hold(kind, answering);
      // The limits' times must agree with the answer's own.
      else answering.setHeader("Date", new Date(this.clock.now()).toUTCString());
      await answer(asked, answering);
    };
    const { pathname } = new URL(request.url ?? "/", "http://sandbox");
    const struck = this.faults.strike(kind, request.method ?? "", pathname);
    if (struck === null) {
      await serve(request, response);
      return;
    }
    note.fault = struck.id;
    const reset = (): void => {
      this.resetConnection(request.socket);
    };
    await inflict(struck.fault, { request, response, note, serve, reset });
  }

  rest(): void {
    this.clock.reset();
    this.limits.set(NO_LIMITS);
    this.latency.set({});
    this.faults.clear();
  }
}
