import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  CaseResult,
  ComparisonResult,
  ContenderResult,
  Report,
  Sample,
} from "../../../scripts/bench/model";
import { addResult } from "../../../scripts/bench/report/files";
import { formatBytes, formatRatio, formatSeconds } from "../../../scripts/bench/report/format";
import { renderMarkdown } from "../../../scripts/bench/report/markdown";
import { renderSvg } from "../../../scripts/bench/report/svg";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();

function contender(label: string, seconds: readonly number[]): ContenderResult {
  const samples = seconds.map((each): Sample => ({
    seconds: each,
    apiCalls: 8,
    registryRequests: 0,
    memoryBytes: 2e8,
  }));
  return { label, samples };
}

const failure = "after 2.0 min\nError: request `abandoned` <1>";

const timed: CaseResult = {
  label: "10 repositories",
  metric: "seconds",
  contenders: [
    contender("ours", [2, 4, 3]),
    contender("peer <&>", [30, 45, 36]),
    { ...contender("failing", [9]), failure },
  ],
};

const counted: CaseResult = {
  label: "unchanged",
  metric: "apiCalls",
  contenders: [
    contender("ours", [1]),
    {
      label: "peer",
      samples: [
        { seconds: 1, apiCalls: 3, registryRequests: 2, calls: ["GET /a", "PUT /b", "GET /a"] },
      ],
    },
  ],
};

const first: ComparisonResult = {
  ...{ name: "first", title: "First", note: "What is done.", about: { Rounds: "3" } },
  cases: [timed, counted],
};
const report: Report = { comparisons: [first] };

it("the table has medians, ranges and ratios, without empty columns", () => {
  const text = renderMarkdown(report);
  expect(text.slice(text.indexOf("## First"))).toBe(`## First

What is done.

- Rounds: 3

### 10 repositories

| Program | Median | Least–most | Beside ours | Memory | API calls |
| --- | --- | --- | --- | --- | --- |
| ours | 3.00 s | 2.00 s–4.00 s |  | 191 MB | 8 |
| peer <&> | 36.0 s | 30.0 s–45.0 s | 12 × | 191 MB | 8 |
| failing | failed |  |  | 191 MB | 8 |

- failing failed after 2.0 min: \`Error: request 'abandoned' <1>\`

### unchanged

| Program | Median | Beside ours | Memory | Registry requests |
| --- | --- | --- | --- | --- |
| ours | 8 |  | 191 MB |  |
| peer | 3 | 0.4 × |  | 2 |

- peer: 2 × \`GET /a\`, \`PUT /b\`
`);
});

it("the plot has a bar for each median, as long as its share of the longest", () => {
  const svg = renderSvg(report);
  const bars = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, bar]) => bar);
  expect(bars).toEqual(["31.7", "380.0", "0.0", "380.0", "142.5"]);
  expect(svg).toContain("36.0 s, 12 ×</text>");
  expect(svg).toContain("peer &#60;&#38;&#62;");
  const height = Number(/ height="(\d+)" viewBox/.exec(svg)?.[1]);
  const lowest = Math.max(...[...svg.matchAll(/ y="(\d+)"/g)].map(([, y]) => Number(y)));
  expect(lowest).toBeLessThan(height);
});

it("a contender has no ratio if it failed, or if ours did", () => {
  const [ours, peer, failing] = timed.contenders as [
    ContenderResult,
    ContenderResult,
    ContenderResult,
  ];
  expect(formatRatio(timed, peer)).toBe("12 ×");
  expect(formatRatio(timed, failing)).toBe("");
  const broken = { ...ours, failure };
  expect(formatRatio({ ...timed, contenders: [broken, peer] }, peer)).toBe("");
});

it("numbers have a few digits", () => {
  expect([0.123, 9.994, 12.34, 345.6].map(formatSeconds)).toEqual([
    "0.12 s",
    "9.99 s",
    "12.3 s",
    "346 s",
  ]);
  expect([100, 2048, 5_400_000].map(formatBytes)).toEqual(["1 kB", "2 kB", "5 MB"]);
});

it("a result replaces the earlier one of its comparison, and keeps those of the others", async () => {
  jest.spyOn(console, "log").mockReturnValue();
  const folder = join(temporaryFolder(), "bench");
  const add = (name: string, note: string): Promise<void> =>
    addResult(folder, { ...first, name, note }, ["first", "second"]);
  await add("second", "Kept.");
  await add("first", "Old.");
  await add("first", "New.");
  const { comparisons } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8")) as Report;
  expect(comparisons.map(({ name, note }) => [name, note])).toEqual([
    ["first", "New."],
    ["second", "Kept."],
  ]);
  expect(readFileSync(join(folder, "results.md"), "utf8")).toMatch(/New\.[^]*Kept\./);
  expect(readFileSync(join(folder, "results.svg"), "utf8")).toContain("First</text>");
});
