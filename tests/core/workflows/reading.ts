import { parse } from "yaml";
import { renderPublish, type PublishPlan } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";

/** A rendered workflow, parsed again. */
export interface ParsedWorkflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, ParsedJob>>;
}

export interface ParsedJob {
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
  readonly steps: readonly ParsedStep[];
}

export interface ParsedStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

export function readWorkflow(text: string): ParsedWorkflow {
  return parse(text) as ParsedWorkflow;
}

/** The example's workflow with changes to its plan. */
export function renderPlan(changed: Partial<PublishPlan> = {}): ParsedWorkflow {
  return readWorkflow(renderPublish({ ...examplePlan, ...changed }));
}

export function jobOf({ jobs }: ParsedWorkflow, id: string): ParsedJob {
  const job = jobs[id];
  if (job === undefined) throw new Error(`there is no job ${id}`);
  return job;
}

export function stepOf(job: ParsedJob, name: string): ParsedStep {
  const step = job.steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`${job.name} has no step ${name}`);
  return step;
}

export function matrixOf(job: ParsedJob): readonly Readonly<Record<string, string>>[] {
  return job.strategy?.matrix.include ?? [];
}

/** The jobs that GitHub makes of a job with a matrix, with the values of the matrix. */
export function expandMatrix(job: ParsedJob): readonly ParsedJob[] {
  return matrixOf(job).map(
    (values) =>
      JSON.parse(JSON.stringify(job), (_key, value: unknown) =>
        typeof value === "string"
          ? value.replace(
              /\$\{\{ matrix\.(\w+) \}\}/g,
              (_match, name: string) => values[name] ?? "",
            )
          : value,
      ) as ParsedJob,
  );
}

export function allSteps({ jobs }: ParsedWorkflow): readonly ParsedStep[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
