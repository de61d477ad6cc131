import type { ServerResponse } from "node:http";

import { z } from "zod";

import type { Kind } from "../journal";
import { ClientDisconnected, wait } from "./wait";

const delay = z.strictObject({
  /** The least that an answer takes longer. */
  milliseconds: z.number().min(0).max(600_000),
  /** How much more it may be: evenly spread from none to all of it. */
  spread: z.number().min(0).max(600_000).default(0),
});
type Delay = z.infer<typeof delay>;

/** A kind that is not named is as fast as it can be. */
export const latencySchema = z.strictObject({
  github: delay.optional(),
  registry: delay.optional(),
  source: delay.optional(),
});

const NONE: Delay = { milliseconds: 0, spread: 0 };

export class Latency {
  private delays: Record<Kind, Delay> = { github: NONE, registry: NONE, source: NONE };

  set(delays: z.infer<typeof latencySchema>): void {
    const { github = NONE, registry = NONE, source = NONE } = delays;
    this.delays = { github, registry, source };
  }

  read(): Record<Kind, Delay> {
    return this.delays;
  }

  /** A request whose client gives up while it waits is not carried out. */
  async hold(kind: Kind, response: ServerResponse): Promise<void> {
    const { milliseconds, spread } = this.delays[kind];
    const time = milliseconds + Math.random() * spread;
    if (time > 0 && !(await wait(time, response))) throw new ClientDisconnected();
  }
}
