import { existsSync, readFileSync } from "node:fs";
import { isRecord, parseJson } from "../ghcr/http/json";

/** What the settings and the preflight say is explained already. */
const explained = /The stack's settings have|Preflight found/;

/** Pulumi's own marks for colours. */
const colours = /<\{%[^%]{0,40}%\}>/g;

/**
 * The errors that Pulumi told while it worked, from the log of events that it wrote, a JSON object a
 * line. A line that is not whole was cut off with Pulumi, and tells nothing.
 */
export function errorsIn(eventLog: string): string {
  return eventsIn(eventLog)
    .flatMap(messageIn)
    .filter((message) => !explained.test(message))
    .join("\n");
}

/**
 * Whether the update got to any resource. What only the engine needs, the stack itself and the
 * providers, is none: a program that stops before it declares anything has these too.
 */
export function hasReachedResources(eventLog: string): boolean {
  return eventsIn(eventLog).some(({ resourcePreEvent }) => {
    const { type } = resourcePreEvent?.metadata ?? {};
    return typeof type === "string" && !type.startsWith("pulumi:");
  });
}

interface Event {
  readonly diagnosticEvent?: { readonly severity?: unknown; readonly message?: unknown };
  readonly resourcePreEvent?: { readonly metadata?: { readonly type?: unknown } };
}

function eventsIn(eventLog: string): readonly Event[] {
  if (!existsSync(eventLog)) return [];
  return readFileSync(eventLog, "utf8")
    .split("\n")
    .flatMap((line) => {
      const event = parseJson(line);
      return isRecord(event) ? [event] : [];
    });
}

function messageIn({ diagnosticEvent: told }: Event): readonly string[] {
  if (told?.severity !== "error" || typeof told.message !== "string") return [];
  return [told.message.replace(colours, "")];
}
