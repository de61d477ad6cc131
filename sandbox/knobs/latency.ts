import type { ServerResponse } from "node:http";

import { z } from "zod";

import type { Kind } from "../journal";
import { ClientDisconnected, wait } from "./wait";

const delay = z.strictObject({
  /** The minimum delay. */
  milliseconds: z.number().min(0).max(600_000),
  /** The maximum additional delay, evenly distributed. */
  spread: z.number().min(0).max(600_000).default(0),
});
type Delay = z.infer<typeof delay>;

/** Without a value a kind is not delayed. */
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

  /** A request whose client disconnects while it waits is not served. */
  async hold(kind: Kind, response: ServerResponse): Promise<void> {
    const { milliseconds, spread } = this.delays[kind];
    const time = milliseconds + Math.random() * spread;
    if (time > 0 && !(await wait(time, response))) throw new ClientDisconnected();
  }
}
