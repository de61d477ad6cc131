import type { CaseResult, ContenderResult } from "../model";
import { medianOf, ratio } from "../statistics";

const megabyte = 1024 * 1024;

/** Seconds with three significant digits, at most. */
export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : seconds < 100 ? 1 : 0)} s`;
}

export function formatBytes(bytes: number): string {
  if (bytes >= megabyte) return `${Math.round(bytes / megabyte)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

export function formatMetric(metric: CaseResult["metric"], value: number): string {
  return metric === "seconds" ? formatSeconds(value) : String(value);
}

/** The median that a case is about; undefined if the contender failed. */
export function mainValue(
  { metric }: Pick<CaseResult, "metric">,
  { samples, failure }: ContenderResult,
): number | undefined {
  return failure === undefined ? medianOf(samples, metric) : undefined;
}

/** How many times ours: "2.5 ×". */
export function formatRatio(result: CaseResult, contender: ContenderResult): string {
  const [ours] = result.contenders;
  if (ours === undefined || contender === ours) return "";
  const times = ratio(mainValue(result, contender), mainValue(result, ours));
  return times === undefined ? "" : `${times.toFixed(times < 10 ? 1 : 0)} ×`;
}
