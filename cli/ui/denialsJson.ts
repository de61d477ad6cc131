import { pageOf, type RecognizedDenial } from "../../core/denials";

/** Denials as JSON. An id never changes; its texts can be improved. */
export function denialsJson(denials: readonly RecognizedDenial[]): readonly object[] {
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
    page: denial === null ? null : pageOf(denial),
    sources: denial?.sources ?? [],
  }));
}
