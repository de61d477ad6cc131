import { parse } from "yaml";
import { renderPublish, type PublishPlan } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";

/** A rendered workflow, parsed again. */
export interface Read {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly defaults: unknown;
  readonly jobs: Readonly<Record<string, ReadJob>>;
}

export interface ReadJob {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly permissions: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly "fail-fast": boolean;
    readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] };
  };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly ReadStep[];
}

export interface ReadStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

export function readWorkflow(text: string): Read {
  return parse(text) as Read;
}

/** The example's workflow with changes to its plan. */
export function rendered(changed: Partial<PublishPlan> = {}): Read {
  return readWorkflow(renderPublish({ ...examplePlan, ...changed }));
}

export function jobOf({ jobs }: Read, id: string): ReadJob {
  const job = jobs[id];
  if (job === undefined) throw new Error(`there is no job ${id}`);
  return job;
}

export function stepOf(job: ReadJob, name: string): ReadStep {
  const step = job.steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`${job.name} has no step ${name}`);
  return step;
}

export function matrixOf(job: ReadJob): readonly Readonly<Record<string, string>>[] {
  return job.strategy?.matrix.include ?? [];
}

export function allSteps({ jobs }: Read): readonly ReadStep[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
