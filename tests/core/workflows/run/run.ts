import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Artifacts } from "./artifacts";
import type { Attestation } from "./caller";
import { githubOf, scopeOf, type Contexts } from "./contexts";
import { startsWorkflow, type Event } from "./events";
import { fillAll, isMet, StrictValues, type Status, type Value } from "./expressions";
import type { Host } from "./host";
import { JobRun, type JobResult } from "./job";
import { readToRun, type JobToRun, type Permissions, type WorkflowToRun } from "./schema";

/** A run of a workflow file, with its attempts. */
export class WorkflowRun {
  readonly attestations: Attestation[] = [];
  readonly artifacts: Artifacts;
  private readonly folder = mkdtempSync(join(tmpdir(), "workflow-run-"));
  private readonly workflow: WorkflowToRun;
  private readonly results = new Map<string, JobResult[]>();
  private readonly down: string[] = [];
  private attempt = 0;
  private machines = 0;

  constructor(
    text: string,
    private readonly host: Host,
    private readonly event: Event,
    private readonly caches: string,
  ) {
    this.workflow = readToRun(text);
    this.artifacts = new Artifacts(join(this.folder, "artifacts"));
    mkdirSync(caches, { recursive: true });
  }

  /** How GitHub queues and cancels runs. */
  get concurrency(): Record<string, string> {
    return fillAll(this.workflow.concurrency, scopeOf("concurrency", this.contexts()));
  }

  get result(): "success" | "failure" {
    const all = [...this.results.values()].flat();
    return all.some(({ result }) => result === "failure") ? "failure" : "success";
  }

  /** The results of each job: one for each entry of the matrix. */
  get jobs(): Readonly<Record<string, string>> {
    const entries = [...this.results].map(([id, all]) => [
      id,
      all.map(({ result }) => result).join(),
    ]);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  job(id: string): readonly JobResult[] {
    return this.results.get(id) ?? [];
  }

  /** Makes the next call of this action fail, as if its service is down. */
  breakNext(action: string): void {
    this.down.push(action);
  }

  async start(): Promise<void> {
    if (!startsWorkflow(this.workflow.on, this.event))
      throw new Error("the event does not start the workflow");
    await this.runJobs(new Map(this.inOrder().map(([id]) => [id, new Set()])));
  }

  /** Re-runs the failed jobs and the jobs that need them. */
  async rerunFailed(): Promise<void> {
    await this.rerun(({ result }) => result === "failure");
  }

  /** Re-runs one job and the jobs that need it. */
  async rerunJob(name: string): Promise<void> {
    await this.rerun((job) => job.name === name);
  }

  private async rerun(isSelected: (job: JobResult) => boolean): Promise<void> {
    const keptResults = new Map<string, ReadonlySet<JobResult>>();
    for (const [id, { needs }] of this.inOrder()) {
      const isDependent = needs.some((need) => keptResults.has(need));
      const kept = this.job(id).filter((job) => !isDependent && !isSelected(job));
      if (kept.length < this.job(id).length) keptResults.set(id, new Set(kept));
    }
    if (keptResults.size === 0) throw new Error("no job to re-run");
    await this.runJobs(keptResults);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs these jobs, except the results to keep from the previous attempt. */
  private async runJobs(keptResults: ReadonlyMap<string, ReadonlySet<JobResult>>): Promise<void> {
    this.attempt += 1;
    this.artifacts.attempt = this.attempt;
    for (const [id, job] of this.inOrder()) {
      const kept = keptResults.get(id);
      if (kept !== undefined) await this.runJob(id, job, kept);
    }
  }

  private async runJob(id: string, job: JobToRun, kept: ReadonlySet<JobResult>): Promise<void> {
    const contexts = this.contexts(job.needs);
    if (!isMet(job.if, { ...scopeOf("jobs.if", contexts), status: this.status(job) })) {
      const skipped = { result: "skipped", outputs: {}, steps: {}, log: [], masked: [] } as const;
      this.results.set(id, [{ ...skipped, name: job.name, annotations: [], summary: "" }]);
      return;
    }
    const before = this.job(id);
    const results: JobResult[] = [];
    const entries = job.strategy?.matrix.include ?? [{}];
    for (const [index, entry] of entries.entries()) {
      const earlier = before[index];
      if (earlier !== undefined && kept.has(earlier)) {
        results.push(earlier);
        continue;
      }
      const matrix = fillAll(entry, scopeOf("jobs.strategy", contexts));
      results.push(await this.runEntry(id, job, contexts, matrix));
    }
    this.results.set(id, results);
  }

  private async runEntry(
    id: string,
    job: JobToRun,
    contexts: Contexts,
    matrix: Readonly<Record<string, string>>,
  ): Promise<JobResult> {
    const { host, artifacts, caches } = this;
    const permissions = this.permissionsOf(job);
    const token = await host.issueToken(permissions);
    this.machines += 1;
    try {
      return await new JobRun({
        ...{ id, job, host, token, permissions, matrix, artifacts, caches },
        github: githubOf(host, this.event, this.attempt),
        secrets: this.secrets,
        needs: contexts.needs ?? {},
        env: fillAll(this.workflow.env, scopeOf("env", contexts)),
        folder: join(this.folder, `machine-${this.machines}`),
        sign: (attestation) => this.attestations.push(attestation),
        isDown: (uses) => {
          const index = this.down.findIndex((action) => uses.startsWith(`${action}@`));
          if (index >= 0) this.down.splice(index, 1);
          return index >= 0;
        },
      }).run();
    } finally {
      await host.revokeToken(token);
    }
  }

  /** A job has only the permissions that it lists; a fork's job can only read them, and cannot sign. */
  private permissionsOf({ permissions = this.workflow.permissions }: JobToRun): Permissions {
    if (!this.event.isFork) return permissions;
    const others = Object.keys(permissions).filter((name) => name !== "id-token");
    return Object.fromEntries(others.map((name) => [name, "read"]));
  }

  private get secrets(): Readonly<Record<string, string>> {
    return this.event.isFork ? {} : this.host.secrets;
  }

  private contexts(needs: readonly string[] = []): Contexts {
    const github = new StrictValues("github", githubOf(this.host, this.event, this.attempt));
    const entries = needs.map((id): [string, Value] => {
      const result = this.resultOf(id);
      const outputs = Object.assign({}, ...this.job(id).map((each) => each.outputs)) as Contexts;
      const jobOutputs =
        result === "success" ? new StrictValues(`needs.${id}.outputs`, outputs) : outputs;
      return [id, { result, outputs: jobOutputs }];
    });
    return {
      github,
      needs: new StrictValues("needs", Object.fromEntries(entries)),
      secrets: this.secrets,
    };
  }

  private resultOf(id: string): JobResult["result"] {
    const results = this.job(id).map(({ result }) => result);
    if (results.length === 0) throw new Error(`${id} is needed before it ran`);
    return results.find((result) => result !== "success") ?? "success";
  }

  /** The status of all jobs that this one needs, directly or indirectly. */
  private status({ needs }: JobToRun): Status {
    const before = new Set(needs);
    for (const id of before)
      for (const need of this.workflow.jobs[id]?.needs ?? []) before.add(need);
    const results = [...before].map((id) => this.resultOf(id));
    return {
      success: results.every((result) => result === "success"),
      failure: results.includes("failure"),
    };
  }

  /** The jobs, each after those that it needs. */
  private inOrder(): readonly (readonly [string, JobToRun])[] {
    const remaining = new Map(Object.entries(this.workflow.jobs));
    const ordered: (readonly [string, JobToRun])[] = [];
    while (remaining.size > 0) {
      const next = [...remaining].find(
        ([, { needs }]) => !needs.some((need) => remaining.has(need)),
      );
      if (next === undefined)
        throw new Error(`jobs wait for each other: ${[...remaining.keys()].join()}`);
      ordered.push(next);
      remaining.delete(next[0]);
    }
    return ordered;
  }
}
