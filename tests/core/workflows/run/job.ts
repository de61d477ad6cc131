import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Annotation } from "../steps/runner";
import { Toolbox } from "../steps/toolbox";
import { callAction } from "./actions";
import type { Artifacts } from "./artifacts";
import { ActionFailure, type Attestation } from "./caller";
import { readPairs } from "./commandFiles";
import { scopeOf, type Contexts } from "./contexts";
import { fill, fillAll, isMet, StrictValues, type Value } from "./expressions";
import type { Host } from "./host";
import { Inputs } from "./inputs";
import { JobLog } from "./log";
import type { JobToRun, Permissions, StepToRun } from "./schema";

export interface JobResult {
  readonly name: string;
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** The result of each step. */
  readonly steps: Readonly<Record<string, "success" | "failure" | "skipped">>;
  readonly log: readonly string[];
  /** The log lines in which a secret was masked. */
  readonly masked: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly summary: string;
}

/** The input of a job, with its values of the matrix and its token. */
export interface JobStart {
  readonly id: string;
  readonly job: JobToRun;
  readonly host: Host;
  readonly github: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly token: string;
  readonly permissions: Permissions;
  readonly needs: Value;
  readonly matrix: Readonly<Record<string, string>>;
  /** The workflow's variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly caches: string;
  readonly artifacts: Artifacts;
  sign(attestation: Attestation): void;
  /** Whether the action should fail, as if its service is down. */
  isDown(uses: string): boolean;
}

/** GitHub's runners, and the platforms that each can run. */
const machines: Readonly<Record<string, { architecture: string; platforms: readonly string[] }>> = {
  "ubuntu-24.04": { architecture: "X64", platforms: ["linux/amd64", "linux/386"] },
  "ubuntu-24.04-arm": { architecture: "ARM64", platforms: ["linux/arm64", "linux/arm64/v8"] },
};

const commandFiles = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"] as const;

/** A job on its own machine, which is deleted after the job. */
export class JobRun {
  private readonly log: JobLog;
  private readonly toolbox: Toolbox;
  private readonly contexts: Contexts;
  private readonly runner: { readonly temp: string; readonly os: string; readonly arch: string };
  private readonly platforms: Set<string>;
  private readonly stepResults: Record<string, JobResult["steps"][string]> = {};
  private readonly steps: Record<string, Value> = {};
  private env: Readonly<Record<string, string>>;
  private failed = false;
  private summary = "";

  constructor(private readonly start: JobStart) {
    const { job, host, secrets, token, github, needs, matrix, folder } = start;
    this.log = new JobLog([...Object.values(secrets), token]);
    for (const name of ["", "temp", "work", "home", "files"]) mkdirSync(join(folder, name));
    this.toolbox = new Toolbox(folder);
    // As docker calls its plugins.
    this.toolbox.place("docker", `shift; exec ${host.buildx} "$@"`);
    const githubContext = { ...github, token, workspace: join(folder, "work"), job: start.id };
    this.contexts = {
      ...{ github: new StrictValues("github", githubContext), needs, matrix },
      secrets: { ...secrets, GITHUB_TOKEN: token },
    };
    const label = fill(job["runs-on"], scopeOf("jobs.runs-on", this.contexts));
    const machine = machines[label];
    if (machine === undefined) throw new Error(`unsupported runner ${label}`);
    this.runner = { temp: join(folder, "temp"), os: "Linux", arch: machine.architecture };
    this.platforms = new Set(machine.platforms);
    this.env = { ...start.env, ...fillAll(job.env, scopeOf("jobs.env", this.contexts)) };
  }

  async run(): Promise<JobResult> {
    const { job, folder } = this.start;
    try {
      for (const step of job.steps) await this.runStep(step);
      return {
        name: fill(job.name, scopeOf("jobs.name", this.contexts)),
        result: this.failed ? "failure" : "success",
        outputs: this.outputs(),
        steps: this.stepResults,
        log: this.log.lines,
        masked: this.log.masked,
        annotations: this.log.annotations,
        summary: this.summary,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private get all(): Contexts {
    const runner = new StrictValues("runner", this.runner);
    const steps = new StrictValues("steps", this.steps);
    return { ...this.contexts, runner, steps, env: this.env };
  }

  private async runStep(step: StepToRun): Promise<void> {
    const status = { success: !this.failed, failure: this.failed };
    const condition = step.if ?? "success()";
    let outputs: Readonly<Record<string, string>> = {};
    let result: JobResult["steps"][string] = "skipped";
    if (isMet(condition, { ...scopeOf("steps.if", this.all), status })) {
      try {
        outputs = await this.execute(step);
        result = "success";
      } catch (error) {
        if (!(error instanceof ActionFailure)) throw error;
        this.log.annotate({ level: "error", title: "", text: error.message });
        this.failed = true;
        result = "failure";
      }
    }
    this.stepResults[step.name] = result;
    if (step.id === undefined) return;
    const stepOutputs =
      result === "success" ? new StrictValues(`steps.${step.id}.outputs`, outputs) : outputs;
    this.steps[step.id] = { outputs: stepOutputs, outcome: result, conclusion: result };
  }

  private async execute(step: StepToRun): Promise<Readonly<Record<string, string>>> {
    const scope = scopeOf("steps", this.all);
    const variables = fillAll(step.env ?? {}, scope);
    if (step.uses === undefined) return this.shell(fill(step.run ?? "", scope), variables);
    const { start, log } = this;
    const { uses } = step;
    if (start.isDown(uses)) throw new ActionFailure(`${uses} could not reach its service`);
    return callAction(uses, {
      ...{ host: start.host, artifacts: start.artifacts, permissions: start.permissions },
      ...{ folder: start.folder, caches: start.caches, platforms: this.platforms },
      inputs: new Inputs(fillAll(step.with ?? {}, scope)),
      workspace: join(start.folder, "work"),
      home: join(start.folder, "home"),
      environment: {
        ...start.host.environment,
        ...this.env,
        ...variables,
        ...this.runnerVariables(),
      },
      runUrl: `https://github.com/${start.host.repository}/actions/runs/${start.github.run_id ?? ""}`,
      sign: start.sign,
      log: (text) => {
        log.write(text);
      },
    });
  }

  private async shell(
    script: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> {
    const { start, log } = this;
    const file = (name: string): string => join(start.folder, "files", name);
    for (const name of commandFiles) writeFileSync(file(name), "");
    writeFileSync(file("script.sh"), script);
    const { code, stdout, stderr } = await this.toolbox.bash(
      file("script.sh"),
      join(start.folder, "work"),
      {
        ...{ ...start.host.environment, ...this.env, ...variables, ...this.runnerVariables() },
        ...Object.fromEntries(commandFiles.map((name) => [name, file(name)])),
      },
    );
    log.write(stdout + stderr);
    const read = (name: (typeof commandFiles)[number]): string => readFileSync(file(name), "utf8");
    const calls = readFileSync(this.toolbox.called, "utf8");
    // Any process can read an argument list.
    if (log.containsSecret(calls)) throw new Error(`a secret is an argument: ${log.redact(calls)}`);
    this.summary += log.redact(read("GITHUB_STEP_SUMMARY"));
    this.env = { ...this.env, ...readPairs(read("GITHUB_ENV")) };
    if (code !== 0) throw new ActionFailure(`Process completed with exit code ${code}.`);
    return readPairs(read("GITHUB_OUTPUT"));
  }

  /** The variables that the runner sets. */
  private runnerVariables(): Record<string, string> {
    const { github, folder, id } = this.start;
    const entries = Object.entries(github).map(([key, value]) => [
      `GITHUB_${key.toUpperCase()}`,
      value,
    ]);
    return {
      ...(Object.fromEntries(entries) as Record<string, string>),
      ...{ CI: "true", GITHUB_ACTIONS: "true", GITHUB_JOB: id },
      ...{ GITHUB_WORKSPACE: join(folder, "work"), HOME: join(folder, "home") },
      ...{ RUNNER_TEMP: this.runner.temp, RUNNER_OS: "Linux", RUNNER_ARCH: this.runner.arch },
    };
  }

  /** GitHub drops outputs that contain a secret. */
  private outputs(): Readonly<Record<string, string>> {
    if (this.failed) return {};
    const filled = fillAll(this.start.job.outputs, scopeOf("jobs.outputs", this.all));
    const dropped = Object.keys(filled).filter((name) =>
      this.log.containsSecret(filled[name] ?? ""),
    );
    for (const name of dropped) {
      const text = `Skip output '${name}' since it may contain secret.`;
      this.log.annotate({ level: "warning", title: "", text });
    }
    return Object.fromEntries(Object.entries(filled).filter(([name]) => !dropped.includes(name)));
  }
}
