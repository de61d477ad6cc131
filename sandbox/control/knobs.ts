import { z } from "zod";

import { KINDS } from "../journal";
import type { Ask, Controls, Reply } from "./ask";
import { done, found, read, show } from "./ask";
import { faultSchema } from "../knobs/faults";
import { latencySchema } from "../knobs/latency";
import { limitsSchema } from "../github/limits/limits";

const clockSchema = z.strictObject({
  /** Forward only: what has happened stays in the past. */
  advanceSeconds: z
    .number()
    .min(0)
    .max(366 * 24 * 3600),
});

const kindSchema = z.enum(KINDS).nullable();

/** What makes the sandbox slow, limited or faulty, and what tells what came of it. */
export const knobControls: Controls = {
  "GET latency": ({ knobs }) => show(knobs.latency.read()),
  "PUT latency": (ask) => {
    ask.knobs.latency.set(read(latencySchema, ask));
    return show(ask.knobs.latency.read());
  },
  "GET limits": ({ knobs }) => show(knobs.limits.read()),
  "PUT limits": (ask) => {
    ask.knobs.limits.set(read(limitsSchema, ask));
    return show(ask.knobs.limits.read());
  },
  "GET clock": showClock,
  "POST clock": (ask) => {
    ask.knobs.clock.advance(read(clockSchema, ask).advanceSeconds);
    return showClock(ask);
  },
  "GET faults": ({ knobs }) => show(knobs.faults.read()),
  "POST faults": (ask) => ({ status: 201, body: ask.knobs.faults.plant(read(faultSchema, ask)) }),
  "DELETE faults": ({ knobs, parts: [id] }) => {
    if (id === undefined) knobs.faults.clear();
    else found(knobs.faults.remove(Number(id)) || undefined, `fault ${id}`);
    return done;
  },
  "DELETE knobs": ({ knobs }) => {
    knobs.rest();
    return done;
  },
  "GET journal": ({ journal, query }) => {
    const kind = kindSchema.safeParse(query.get("kind"));
    if (kind.success) return show(journal.read(kind.data));
    return { status: 400, body: { message: `kind must be ${KINDS.join(", ")}` } };
  },
  "DELETE journal": ({ journal }) => {
    journal.clear();
    return done;
  },
};

function showClock({ knobs }: Ask): Reply {
  const now = new Date(knobs.clock.now()).toISOString();
  return show({ now, aheadSeconds: knobs.clock.aheadSeconds() });
}
