import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { isRecord, parseJson } from "../../core/http/json";

/** Errors of the settings and the preflight already contain their explanation. */
const explained = /The stack's settings have|Preflight found/;

/** Pulumi's color markup. */
const colors = /<\{%[^%]{0,40}%\}>/g;

/** The errors that Pulumi reported, without those that explain themselves. */
export function collectErrors(events: readonly Event[]): string {
  return collectMessages(events)
    .filter((message) => !explained.test(message))
    .join("\n");
}

/** All errors that Pulumi reported. */
export function collectMessages(events: readonly Event[]): readonly string[] {
  return events.flatMap(errorMessages);
}

/** The number of resources by operation, such as `create` and `same`. */
export function countChanges(events: readonly Event[]): Readonly<Record<string, number>> {
  const counts = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges;
  if (!isRecord(counts)) return {};
  return Object.fromEntries(
    Object.entries(counts).flatMap(([operation, count]) =>
      typeof count === "number" && count > 0 ? [[operation, count]] : [],
    ),
  );
}

/**
 * Whether the update reached any resource. The stack itself and the providers do not count: a
 * program that stops before it declares anything has these too.
 */
export function hasReachedResources(events: readonly Event[]): boolean {
  return events.some(({ resourcePreEvent }) => {
    const { type } = resourcePreEvent?.metadata ?? {};
    return typeof type === "string" && !type.startsWith("pulumi:");
  });
}

/** Whether no resource and no stack output changed. */
export function hasNoChanges(events: readonly Event[]): boolean {
  const hasSummary = events.some(({ summaryEvent }) => isRecord(summaryEvent?.resourceChanges));
  const stack = events.findLast(
    ({ resOutputsEvent }) => resOutputsEvent?.metadata?.type === "pulumi:pulumi:Stack",
  )?.resOutputsEvent?.metadata;
  if (!hasSummary || stack === undefined) return false;
  return (
    Object.keys(countChanges(events)).every((each) => each === "same" || each === "read") &&
    isDeepStrictEqual(stack.old?.outputs, stack.new?.outputs)
  );
}

/**
 * Whether the user canceled Pulumi: on a terminal Pulumi reads Ctrl-C as a key, and no other
 * process gets a signal.
 */
export function wasCanceled(events: readonly Event[]): boolean {
  return events
    .flatMap(errorMessages)
    .some((message) => /^(?:preview|update) canceled\s*$/.test(message));
}

export interface Event {
  readonly summaryEvent?: { readonly resourceChanges?: unknown };
  readonly diagnosticEvent?: { readonly severity?: unknown; readonly message?: unknown };
  readonly resOutputsEvent?: {
    readonly metadata?: {
      readonly type?: unknown;
      readonly old?: { readonly outputs?: unknown } | null;
      readonly new?: { readonly outputs?: unknown } | null;
    };
  };
  readonly resourcePreEvent?: { readonly metadata?: { readonly type?: unknown } };
}

/**
 * Reads the event log, one JSON object per line. An incomplete line was cut off when Pulumi ended,
 * and is skipped.
 */
export function readEvents(eventLog: string): readonly Event[] {
  if (!existsSync(eventLog)) return [];
  return readFileSync(eventLog, "utf8")
    .split("\n")
    .flatMap((line) => {
      const event = parseJson(line);
      return isRecord(event) ? [event] : [];
    });
}

function errorMessages({ diagnosticEvent: event }: Event): readonly string[] {
  if (event?.severity !== "error" || typeof event.message !== "string") return [];
  return [event.message.replace(colors, "")];
}
