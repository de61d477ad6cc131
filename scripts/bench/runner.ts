import type { JournalEntry } from "../../sandbox";
import type { Bench } from "./bench";
import type { Case, CaseResult, Contender, ContenderResult, Sample } from "./model";
import type { ProcessWatch } from "./processes";

const allLimits = {
  requestsPerHour: true,
  concurrent: true,
  pointsPerMinute: true,
  creationsPerMinute: true,
  creationsPerHour: true,
};

export interface RunnerOptions {
  readonly rounds: number;
  readonly watch: ProcessWatch;
  /** Called after each run. */
  readonly onResult: (label: string, result: Sample | { readonly failure: string }) => void;
}

/** Noise matters little in a longer run, and with repetitions the bench would take half a day. */
const maximumToRepeat = 120;

/**
 * Runs the contenders one after another in each round, so that what changes on the machine meanwhile
 * affects all of them. One that fails, or that takes long, does not run again.
 */
export async function runCase(
  bench: Bench,
  { label, contenders, ...settings }: Case,
  { rounds, watch, onResult }: RunnerOptions,
): Promise<CaseResult> {
  const results = new Map<Contender, ContenderResult>();
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const result = results.get(contender) ?? { label: contender.label, samples: [] };
      if (result.failure !== undefined) continue;
      if (result.samples.some(({ seconds }) => seconds > maximumToRepeat)) continue;
      const measured = await measure(bench, watch, contender, settings);
      onResult(`${label}: ${result.label}`, measured);
      const change =
        "failure" in measured
          ? { failure: shorten(measured.failure) }
          : { samples: [...result.samples, measured] };
      results.set(contender, { ...result, ...change });
    }
  }
  const { metric = "seconds" } = settings;
  return { label, metric, contenders: [...results.values()] };
}

/** The time and the line with the error: the results are committed, and the rest names this machine. */
function shorten(failure: string): string {
  const [first = "", ...rest] = failure.split("\n");
  const error = rest.find((line) => /error/i.test(line)) ?? rest.at(-1) ?? "";
  return `${first.split(": ")[0] ?? ""}\n${error.trim()}`;
}

async function measure(
  bench: Bench,
  watch: ProcessWatch,
  contender: Contender,
  { metric, latency = 0, isLimited = false }: Omit<Case, "label" | "contenders">,
): Promise<Sample | { readonly failure: string }> {
  await contender.prepare?.();
  const delay = { milliseconds: latency };
  await bench.control("PUT", "latency", { github: delay, registry: delay });
  // This resets the counts, too.
  await bench.control("PUT", "limits", isLimited ? allLimits : {});
  await bench.takeJournal();
  watch.start();
  const start = performance.now();
  try {
    const result = await contender.run();
    const seconds = typeof result === "number" ? result : (performance.now() - start) / 1000;
    const { cpuSeconds, memoryBytes } = watch.usage;
    const journal = await bench.takeJournal();
    const calls = journal.filter(({ kind }) => kind === "github").map(describeCall);
    return {
      seconds,
      ...(cpuSeconds === 0 ? {} : { cpuSeconds }),
      ...(memoryBytes === 0 ? {} : { memoryBytes }),
      apiCalls: calls.length,
      ...(metric === "apiCalls" ? { calls } : {}),
      registryRequests: journal.length - calls.length,
      ...(contender.stateBytes === undefined ? {} : { stateBytes: contender.stateBytes() }),
    };
  } catch (error) {
    if (!(error instanceof Error) || error.name === "AbortError") throw error;
    const minutes = ((performance.now() - start) / 60_000).toFixed(1);
    return { failure: `after ${minutes} min: ${error.message}` };
  } finally {
    await bench.control("DELETE", "knobs");
  }
}

/** Without the names, so that the calls of all programs look alike. */
function describeCall({ method, path, status }: JournalEntry): string {
  const general = path
    .replace(/^\/api\/v3/, "")
    .replace(/^\/repos\/[^/]+\/[^/]+/, "/repos/OWNER/NAME")
    .replace(/^\/orgs\/[^/]+/, "/orgs/OWNER");
  return `${method} ${general} ${status}`;
}
