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
  /** The connection is reset instead of an answer. */
  z.strictObject({ type: z.literal("reset"), carriedOut }),
  /** No answer, until the client gives up or (with a time) the connection is reset. */
  z.strictObject({ type: z.literal("hang"), milliseconds: milliseconds.optional(), carriedOut }),
  /** The real answer, later. */
  z.strictObject({ type: z.literal("delay"), milliseconds }),
  /** The real answer, so many bytes a second. */
  z.strictObject({ type: z.literal("drip"), bytesPerSecond: z.int().min(1) }),
  /** The connection is reset when so much of the request's body has come. */
  z.strictObject({ type: z.literal("cut-upload"), bytes }),
  /** The connection ends after so much of the real answer's body. */
  z.strictObject({ type: z.literal("cut-answer"), bytes }),
]);
export type Fault = z.infer<typeof fault>;

export const faultSchema = z.strictObject({
  /** Selects requests: all given fields must match. */
  match: z
    .strictObject({
      kind: z.enum(KINDS).optional(),
      method: z.string().min(1).toUpperCase().optional(),
      /** The complete path, without `/api/v3`; `*` matches one part, `**` any number of parts. */
      path: z.string().startsWith("/", "must start with /").optional(),
    })
    .default({}),
  /** The first matching request that fails: 1 is the next one. */
  nth: z.int().min(1).default(1),
  /** How many requests in a row fail from there. */
  times: z.union([z.int().min(1), z.literal("all")]).default(1),
  fault,
});
export type FaultOrder = z.infer<typeof faultSchema>;

export type PlantedFault = FaultOrder & {
  id: number;
  /** How many requests have matched. */
  seen: number;
  /** How many of these failed. */
  struck: number;
};

/** The faults that are currently planted. */
export class Faults {
  private planted: PlantedFault[] = [];
  private nextId = 1;

  plant(order: FaultOrder): PlantedFault {
    const one = { ...order, id: this.nextId++, seen: 0, struck: 0 };
    this.planted.push(one);
    return one;
  }

  read(): readonly PlantedFault[] {
    return this.planted;
  }

  /** Whether there was one of that id. */
  remove(id: number): boolean {
    const before = this.planted.length;
    this.planted = this.planted.filter((one) => one.id !== id);
    return this.planted.length < before;
  }

  clear(): void {
    this.planted = [];
  }

  /**
   * The fault for this request. Each counts its matches separately; of several the oldest applies.
   */
  match(kind: Kind, method: string, path: string): PlantedFault | null {
    const matching = this.planted.filter(({ match }) => matches(match, kind, method, path));
    for (const one of matching) one.seen += 1;
    const planted = matching.find(
      ({ seen, nth, times }) => seen >= nth && (times === "all" || seen < nth + times),
    );
    if (planted === undefined) return null;
    planted.struck += 1;
    return planted;
  }
}

function matches(match: FaultOrder["match"], kind: Kind, method: string, path: string): boolean {
  return (
    (match.kind ?? kind) === kind &&
    (match.method ?? method) === method &&
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
