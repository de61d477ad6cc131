import { z } from "zod";

import { KINDS } from "../journal";
import type { ControlRequest, Controls, ControlResponse } from "./controlRequest";
import { noContent, requireFound, parseBody, ok } from "./controlRequest";
import { faultSchema } from "../knobs/faults";
import { latencySchema } from "../knobs/latency";
import { limitsSchema } from "../github/limits/limits";

const clockSchema = z.strictObject({
  /** Forward only. */
  advanceSeconds: z
    .number()
    .min(0)
    .max(366 * 24 * 3600),
});

const kindSchema = z.enum(KINDS).nullable();

/** Controls latency, limits and faults, and reads the journal. */
export const knobControls: Controls = {
  "GET latency": ({ knobs }) => ok(knobs.latency.read()),
  "PUT latency": (request) => {
    request.knobs.latency.set(parseBody(latencySchema, request));
    return ok(request.knobs.latency.read());
  },
  "GET limits": ({ knobs }) => ok(knobs.limits.read()),
  "PUT limits": (request) => {
    request.knobs.limits.set(parseBody(limitsSchema, request));
    return ok(request.knobs.limits.read());
  },
  "GET clock": showClock,
  "POST clock": (request) => {
    request.knobs.clock.advance(parseBody(clockSchema, request).advanceSeconds);
    return showClock(request);
  },
  "GET faults": ({ knobs }) => ok(knobs.faults.read()),
  "POST faults": (request) => ({
    status: 201,
    body: request.knobs.faults.inject(parseBody(faultSchema, request)),
  }),
  "DELETE faults": ({ knobs, parts: [id] }) => {
    if (id === undefined) knobs.faults.clear();
    else requireFound(knobs.faults.remove(Number(id)) || undefined, `fault ${id}`);
    return noContent;
  },
  "DELETE knobs": ({ knobs }) => {
    knobs.reset();
    return noContent;
  },
  "GET journal": ({ journal, query }) => {
    const kind = kindSchema.safeParse(query.get("kind"));
    if (kind.success) return ok(journal.read(kind.data));
    return { status: 400, body: { message: `kind must be ${KINDS.join(", ")}` } };
  },
  "DELETE journal": ({ journal }) => {
    journal.clear();
    return noContent;
  },
};

function showClock({ knobs }: ControlRequest): ControlResponse {
  const now = new Date(knobs.clock.now()).toISOString();
  return ok({ now, aheadSeconds: knobs.clock.aheadSeconds() });
}
