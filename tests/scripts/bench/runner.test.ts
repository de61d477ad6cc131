import type { Bench } from "../../../scripts/bench/bench";
import type { Contender } from "../../../scripts/bench/model";
import type { ProcessWatch } from "../../../scripts/bench/processes";
import { runCase, type RunnerOptions } from "../../../scripts/bench/runner";

const events: string[] = [];

/** A sandbox that records what it is asked, and has had one API call and one pull. */
const bench = {
  control: (method: string, path: string, body?: unknown) => {
    events.push(`${method} ${path} ${JSON.stringify(body ?? null)}`);
    return Promise.resolve();
  },
  takeJournal: () =>
    Promise.resolve([
      { kind: "github", method: "GET", path: "/api/v3/repos/me/app/readme", status: 200 },
      { kind: "registry", method: "GET", path: "/v2/", status: 200 },
    ]),
} as unknown as Bench;

const watch = {
  start: () => undefined,
  usage: { cpuSeconds: 0, memoryBytes: 5 },
} as unknown as ProcessWatch;

function contender(label: string, run: () => Promise<unknown>): Contender {
  return {
    label,
    prepare: () => {
      events.push(`prepare ${label}`);
      return Promise.resolve();
    },
    run: () => {
      events.push(`run ${label}`);
      return run();
    },
  };
}

function fail(): Promise<never> {
  return Promise.reject(new Error("peer\nError: broken"));
}

/** Runs a case in two rounds. */
function run(
  benchCase: Parameters<typeof runCase>[1],
  onResult: RunnerOptions["onResult"] = jest.fn(),
): ReturnType<typeof runCase> {
  return runCase(bench, benchCase, { rounds: 2, watch, onResult });
}

function listRuns(): readonly string[] {
  return events.filter((event) => event.startsWith("run "));
}

beforeEach(() => {
  events.length = 0;
});

it("runs one that takes long only once", async () => {
  const contenders = [121, 120].map((seconds) =>
    contender(String(seconds), () => Promise.resolve(seconds)),
  );
  await run({ label: "long", contenders });
  expect(listRuns()).toEqual(["run 121", "run 120", "run 120"]);
});

it("runs one contender after another in each round, and a failed one never again", async () => {
  const contenders = [contender("ours", () => Promise.resolve(7)), contender("peer", fail)];
  const seen: string[] = [];
  const onResult: RunnerOptions["onResult"] = (label, result) => {
    seen.push(`${label}: ${"failure" in result ? "failed" : result.seconds}`);
  };
  const result = await run({ label: "two", contenders, metric: "apiCalls" }, onResult);
  expect(listRuns()).toEqual(["run ours", "run peer", "run ours"]);
  expect(seen).toEqual(["two: ours: 7", "two: peer: failed", "two: ours: 7"]);
  const calls = ["GET /repos/OWNER/NAME/readme 200"];
  const sample = { seconds: 7, memoryBytes: 5, apiCalls: 1, registryRequests: 1, calls };
  expect(result).toEqual({
    label: "two",
    metric: "apiCalls",
    contenders: [
      { label: "ours", samples: [sample, sample] },
      { label: "peer", samples: [], failure: "after 0.0 min\nError: broken" },
    ],
  });
});

it("prepares without latency and limits, measures with them, and resets them after a failure", async () => {
  const contenders = [contender("ours", fail)];
  await run({ label: "slow", contenders, latency: 100, isLimited: true });
  expect(events).toEqual([
    "prepare ours",
    'PUT latency {"github":{"milliseconds":100},"registry":{"milliseconds":100}}',
    expect.stringMatching(/^PUT limits .*"creationsPerMinute":true/),
    "run ours",
    "DELETE knobs null",
  ]);
});

it("ends if it is interrupted", async () => {
  const interrupted = contender("ours", () => {
    AbortSignal.abort().throwIfAborted();
    return Promise.resolve();
  });
  await expect(run({ label: "one", contenders: [interrupted] })).rejects.toThrow("aborted");
});
