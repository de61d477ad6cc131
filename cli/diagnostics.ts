import { existsSync, readFileSync } from "node:fs";

/** What the settings and the preflight say is explained already. */
const explained = /The stack's settings have|Preflight found/;

/** Pulumi's own marks for colours. */
const colours = /<\{%[^%]{0,40}%\}>/g;

/**
 * The errors that Pulumi told while it worked, from the log of events that it wrote, a JSON object a
 * line. A line that is not whole was cut off with Pulumi, and tells nothing.
 */
export function errorsIn(eventLog: string): string {
  return messagesIn(eventLog)
    .filter((message) => !explained.test(message))
    .join("\n");
}

/** Whether the program itself stopped before it declared anything. */
export function isStopped(eventLog: string): boolean {
  return messagesIn(eventLog).some((message) => explained.test(message));
}

function messagesIn(eventLog: string): readonly string[] {
  if (!existsSync(eventLog)) return [];
  return readFileSync(eventLog, "utf8")
    .split("\n")
    .flatMap((line) => messageIn(line) ?? []);
}

function messageIn(line: string): string | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { diagnosticEvent: told } = (event ?? {}) as {
    diagnosticEvent?: { severity?: unknown; message?: unknown };
  };
  if (told?.severity !== "error" || typeof told.message !== "string") return undefined;
  return told.message.replace(colours, "");
}
