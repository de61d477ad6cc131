import { z } from "zod";

import type { Kind } from "../journal";
import { KINDS } from "../journal";

/** Whether the request is served anyway, and only its response is lost. */
const carriedOut = z.boolean().default(false);
const bytes = z.int().min(0);
const milliseconds = z.number().min(0).max(3_600_000);

/** The kinds of failure. */
const fault = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("answer"),
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    /** A text is sent as it is, anything else as JSON. */
    body: z.json().optional(),
    carriedOut,
  }),
  /** The connection is reset instead of a response. */
  z.strictObject({ type: z.literal("reset"), carriedOut }),
  /** No response, until the client disconnects or (with a time) the connection is reset. */
  z.strictObject({ type: z.literal("hang"), milliseconds: milliseconds.optional(), carriedOut }),
  /** The real response, later. */
  z.strictObject({ type: z.literal("delay"), milliseconds }),
  /** The real response, at this rate. */
  z.strictObject({ type: z.literal("drip"), bytesPerSecond: z.int().min(1) }),
  /** The connection is reset after this many bytes of the request's body. */
  z.strictObject({ type: z.literal("cut-upload"), bytes }),
  /** The connection ends after this many bytes of the real response's body. */
  z.strictObject({ type: z.literal("cut-answer"), bytes }),
]);
export type Fault = z.infer<typeof fault>;

export const faultSchema = z.strictObject({
  /** Selects requests: every field that is set must match. */
  match: z
    .strictObject({
      kind: z.enum(KINDS).optional(),
      method: z.string().min(1).toUpperCase().optional(),
      /** The complete path, without `/api/v3`; `*` matches one part, `**` any number of parts. */
      path: z.string().startsWith("/", "must start with /").optional(),
      /** The scheme of the `Authorization` header, such as `Basic`. */
      authorization: z.string().min(1).toLowerCase().optional(),
    })
    .default({}),
  /** The first matching request that fails: 1 is the next one. */
  nth: z.int().min(1).default(1),
  /** How many requests in a row fail from there. */
  times: z.union([z.int().min(1), z.literal("all")]).default(1),
  fault,
});
export type FaultOrder = z.infer<typeof faultSchema>;

export type InjectedFault = FaultOrder & {
  id: number;
  /** How many requests have matched. */
  seen: number;
  /** How many of these failed. */
  struck: number;
};

/** What a fault's `match` selects by. */
export interface MatchedRequest {
  readonly kind: Kind;
  readonly method: string;
  readonly path: string;
  /** The header. */
  readonly authorization: string | undefined;
}

/** The faults that are active. */
export class Faults {
  private injected: InjectedFault[] = [];
  private nextId = 1;

  inject(order: FaultOrder): InjectedFault {
    const one = { ...order, id: this.nextId++, seen: 0, struck: 0 };
    this.injected.push(one);
    return one;
  }

  read(): readonly InjectedFault[] {
    return this.injected;
  }

  /** Returns whether there was a fault with that id. */
  remove(id: number): boolean {
    const before = this.injected.length;
    this.injected = this.injected.filter((one) => one.id !== id);
    return this.injected.length < before;
  }

  clear(): void {
    this.injected = [];
  }

  /**
   * The fault for this request. Each counts its matches separately; of several the oldest applies.
   */
  match(request: MatchedRequest): InjectedFault | null {
    const matching = this.injected.filter(({ match }) => matches(match, request));
    for (const one of matching) one.seen += 1;
    const active = matching.find(
      ({ seen, nth, times }) => seen >= nth && (times === "all" || seen < nth + times),
    );
    if (active === undefined) return null;
    active.struck += 1;
    return active;
  }
}

function matches(
  match: FaultOrder["match"],
  { kind, method, path, authorization }: MatchedRequest,
): boolean {
  const scheme = authorization?.split(" ")[0]?.toLowerCase();
  return (
    (match.kind ?? kind) === kind &&
    (match.method ?? method) === method &&
    (match.authorization ?? scheme) === scheme &&
    (match.path === undefined || toPattern(match.path).test(path.replace(/^\/api\/v3(?=\/)/, "")))
  );
}

function toPattern(path: string): RegExp {
  const parts = path.split(/(\*\*?)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
