import type { Bench } from "./bench";

/** What one run took. */
export interface Sample {
  readonly seconds: number;
  /** Processor time of the programs, without that of the sandbox and BuildKit. */
  readonly cpuSeconds?: number;
  /** The most memory that one of the processes had. */
  readonly memoryBytes?: number;
  readonly apiCalls: number;
  /** The calls, if the case is about them. */
  readonly calls?: readonly string[];
  readonly registryRequests: number;
  /** The size of the state afterward. */
  readonly stateBytes?: number;
}

/** One of the programs of a case. */
export interface Contender {
  readonly label: string;
  /** Done before each run, with neither latency nor limits. */
  readonly prepare?: () => Promise<void>;
  /** A number that it returns is the seconds, if they are not those of the whole run. */
  readonly run: () => Promise<unknown>;
  readonly stateBytes?: () => number;
}

export type Metric = "seconds" | "apiCalls";

/** Programs that do the same work. The first one is ours. */
export interface Case {
  readonly label: string;
  readonly contenders: readonly Contender[];
  /** @default "seconds" */
  readonly metric?: Metric;
  /** The sandbox's latency in milliseconds. @default 0 */
  readonly latency?: number;
  /** Whether GitHub's limits are on. @default false */
  readonly isLimited?: boolean;
}

export interface Comparison {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What is done, and how to read the numbers. */
  readonly note: string;
  readonly listCases: (bench: Bench) => Promise<readonly Case[]>;
}

/** The runs of one contender. */
export interface ContenderResult {
  readonly label: string;
  readonly samples: readonly Sample[];
  /** Why a run failed; it was the last one. */
  readonly failure?: string;
}

export interface CaseResult {
  readonly label: string;
  readonly metric: Metric;
  readonly contenders: readonly ContenderResult[];
}

export interface ComparisonResult {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  /** The date, the rounds, the machine and the versions, by name. */
  readonly about: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
}

export interface Report {
  readonly comparisons: readonly ComparisonResult[];
}
