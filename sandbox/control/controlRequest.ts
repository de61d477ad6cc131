import { z } from "zod";

import type { Journal } from "../journal";
import type { Source } from "../source/source";
import type { Store } from "../world/store";
import type { Knobs } from "../knobs/knobs";

/** One request to the control address. */
export interface ControlRequest {
  store: Store;
  journal: Journal;
  knobs: Knobs;
  source: Source;
  /** The path's parts after the resource, decoded. */
  parts: string[];
  query: URLSearchParams;
  /** The raw body. */
  body: Buffer;
}

export interface ControlResponse {
  status: number;
  body?: unknown;
}

/** The control operations, as `METHOD resource`. */
export type Controls = Record<
  string,
  (request: ControlRequest) => ControlResponse | Promise<ControlResponse>
>;

/** Ends a control request with this status and message. */
export class ControlError extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}

export const noContent: ControlResponse = { status: 204 };
export const ok = (body: unknown): ControlResponse => ({ status: 200, body });

/** The body, validated; no body is an empty object. */
export function parseBody<T extends z.ZodType>(schema: T, { body }: ControlRequest): z.output<T> {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new ControlError(400, z.prettifyError(parsed.error));
}

/** Returns the value, or throws a 404 if it is undefined. */
export function requireFound<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new ControlError(404, `${name} does not exist`);
  return thing;
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ControlError(400, "the body is not JSON");
  }
}
