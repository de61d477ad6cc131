import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepScript, type Step } from "../../../../core/workflows/embed";
import { publishScript, type Part } from "../../../../core/workflows/publishScript";
import { readPairs } from "../run/commandFiles";
import type { ExecutionResult } from "./execute";
import { Toolbox } from "./toolbox";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly text: string;
}

/** The result of a step. */
export interface StepResult {
  readonly code: number;
  /** The lines that are not workflow commands. */
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly masks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The seconds of each call of sleep. */
  readonly waits: readonly number[];
  readonly errors: string;
}

/** A job on a runner: steps in one folder, which share logins and files. */
export class Job {
  readonly folder = mkdtempSync(join(tmpdir(), "workflow-step-"));
  private readonly toolbox = new Toolbox(this.folder);

  constructor(private readonly environment: Readonly<Record<string, string>>) {
    for (const name of ["home", "temp"]) mkdirSync(join(this.folder, name));
  }

  place(name: string, script: string): void {
    this.toolbox.place(name, script);
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Runs a script with the programs that steps find. */
  bash(script: string): Promise<ExecutionResult> {
    return this.toolbox.bash(script, this.folder, { HOME: this.file("home") });
  }

  /** Runs a step of the stack's workflow. */
  run(step: string, inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> {
    return this.execute(stepScript(step as Step), inputs);
  }

  /** Runs a step of the publish workflow. */
  publish(
    parts: Part | readonly Part[],
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<StepResult> {
    return this.execute(publishScript(...[parts].flat()), inputs);
  }

  private async execute(
    text: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<StepResult> {
    const variables = { RUNNER_TEMP: this.file("temp"), ...this.environment, ...inputs };
    const files = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"] as const;
    for (const name of files) writeFileSync(this.file(name), "");
    this.toolbox.clear();
    const script = this.file("script.sh");
    writeFileSync(script, text);
    const { code, stdout, stderr } = await this.toolbox.bash(script, this.folder, {
      ...variables,
      HOME: this.file("home"),
      ...Object.fromEntries(files.map((name) => [name, this.file(name)])),
    });
    const read = (name: string): string => readFileSync(this.file(name), "utf8");
    const { lines, passed } = separateStopped(stdout.split("\n").filter((line) => line !== ""));
    const masks = lines.flatMap((line) => /^::add-mask::(.*)$/.exec(line)?.[1] ?? []);
    const ran = {
      code,
      log: [...lines.filter((line) => !line.startsWith("::")), ...passed],
      annotations: lines.flatMap(annotationOf),
      masks,
      outputs: readPairs(read("GITHUB_OUTPUT")),
      environment: readPairs(read("GITHUB_ENV")),
      summary: read("GITHUB_STEP_SUMMARY"),
      waits: read("waited").split("\n").filter(Boolean).map(Number),
      errors: stderr,
    };
    // No log, output file or argument contains a secret.
    const shown = [...lines.filter((line) => !line.startsWith("::add-mask::")), ...passed];
    const all = [...shown, stderr, read("called"), ...files.map(read)].join("\n");
    for (const secret of [...secretsOf(variables), ...masks]) expect(all).not.toContain(secret);
    return ran;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Separates the lines in which the runner ignores workflow commands from the others. */
function separateStopped(all: readonly string[]): {
  readonly lines: readonly string[];
  readonly passed: readonly string[];
} {
  const lines: string[] = [];
  const passed: string[] = [];
  let mark: string | undefined;
  for (const line of all) {
    const begun = mark === undefined ? /^::stop-commands::(.+)$/.exec(line)?.[1] : undefined;
    if (begun !== undefined) mark = begun;
    else if (line === `::${mark ?? ""}::`) mark = undefined;
    else (mark === undefined ? lines : passed).push(line);
  }
  expect(mark).toBeUndefined();
  return { lines, passed };
}

/** Parses an annotation as the runner does: a line break ends it. */
function annotationOf(line: string): readonly Annotation[] {
  const found = /^::(error|warning|notice)(?: title=([^:,]*))?::(.*)$/.exec(line);
  if (found === null) {
    expect(line).not.toMatch(/^::(?!add-mask::)/);
    return [];
  }
  const [, level, title = "", text = ""] = found;
  return [{ level: level as Annotation["level"], title: unescape(title), text: unescape(text) }];
}

export function unescape(text: string): string {
  const codes = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replace(/%(?:0D|0A|3A|2C|25)/g, (code) => codes[code as keyof typeof codes]);
}

function secretsOf({ TOKEN = "", WORKFLOW_TOKEN = "" }: Record<string, string>): string[] {
  const values = [TOKEN, WORKFLOW_TOKEN].flatMap((text) => text.split(/\s+/));
  return values.filter((value) => value !== "");
}
