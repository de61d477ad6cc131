import type { Recognized } from "../../core/denials";

/** Refusals for a program. A row's id stays; its words may be made better. */
export function denialsJson(denials: readonly Recognized[]): readonly object[] {
  return denials.map(({ line, lastLine, message, host, times, denial, cause, fix }) => ({
    id: denial?.id ?? null,
    kind: denial?.kind ?? "unknown",
    from: denial?.from ?? null,
    line,
    lastLine,
    times,
    host,
    message,
    cause,
    fix,
    sources: denial?.sources ?? [],
  }));
}
