import type { CaseResult, ComparisonResult, ContenderResult, Report } from "../model";
import { medianOf } from "../statistics";
import { formatBytes, formatMetric, formatRatio, formatSeconds, mainValue } from "./format";

const columns = [
  "Program",
  "Median",
  "Least–most",
  "Beside ours",
  "CPU",
  "Memory",
  "API calls",
  "Registry requests",
  "State",
] as const;

const plot = "![Medians of each comparison](results.svg)";

/** The report as a page: a table for each case, with the medians. */
export function renderMarkdown({ comparisons }: Report): string {
  const lines = [
    "# Results",
    "<!-- Written by 'npm run bench'. -->",
    "All programs run against the sandbox on this machine, one after another in each round. One that takes more than two minutes runs once. _Beside ours_ is the median divided by that of the first line. _CPU_ is without the sandbox and BuildKit. _Memory_ is that of the largest process.",
    plot,
    ...comparisons.map(renderComparison),
  ];
  return `${lines.join("\n\n")}\n`;
}

/** One comparison, with its note and tables. */
export function renderComparison({ title, note, about, cases }: ComparisonResult): string {
  const facts = Object.entries(about).map(([name, value]) => `- ${name}: ${value}`);
  return [`## ${title}`, note, facts.join("\n"), ...cases.map(renderCase)].join("\n\n");
}

function renderCase(result: CaseResult): string {
  const rows = result.contenders.map((contender) => rowOf(result, contender));
  // A column in which nothing was measured says nothing.
  const shown = columns.map((_, index) => rows.some((row) => row[index] !== ""));
  const render = (cells: readonly string[]): string =>
    `| ${cells.filter((_, index) => shown[index]).join(" | ")} |`;
  const table = [columns, columns.map(() => "---"), ...rows].map(render).join("\n");
  const details = result.contenders.flatMap(({ label, failure, samples }) => [
    ...(failure === undefined ? [] : [`- ${label} failed ${summarize(failure)}`]),
    ...(samples[0]?.calls === undefined ? [] : [`- ${label}: ${countCalls(samples[0].calls)}`]),
  ]);
  return [`### ${result.label}`, table, details.join("\n")].join("\n\n").trimEnd();
}

/** The calls in their order, each once, with their number. */
function countCalls(calls: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1);
  return [...counts]
    .map(([call, count]) => (count === 1 ? `\`${call}\`` : `${count} × \`${call}\``))
    .join(", ");
}

function rowOf(result: CaseResult, contender: ContenderResult): readonly string[] {
  const { label, samples } = contender;
  const value = mainValue(result, contender);
  const values = samples.map(({ [result.metric]: each }) => each);
  const [least, most] = [Math.min(...values), Math.max(...values)].map((each) =>
    formatMetric(result.metric, each),
  );
  const shown = (
    field: "cpuSeconds" | "memoryBytes" | "apiCalls" | "registryRequests" | "stateBytes",
    format: (value: number) => string,
  ): string => {
    const found = medianOf(samples, field);
    return found === undefined ? "" : format(found);
  };
  return [
    label,
    value === undefined ? "failed" : formatMetric(result.metric, value),
    value === undefined || least === most ? "" : `${least ?? ""}–${most ?? ""}`,
    formatRatio(result, contender),
    shown("cpuSeconds", formatSeconds),
    shown("memoryBytes", formatBytes),
    result.metric === "apiCalls" ? "" : shown("apiCalls", String),
    shown("registryRequests", (count) => (count === 0 ? "" : String(count))),
    shown("stateBytes", formatBytes),
  ];
}

/** From two lines: the time, and the error. */
function summarize(failure: string): string {
  const [time = "", error = ""] = failure.split("\n");
  return `${time}: \`${error.replaceAll("`", "'")}\``;
}
