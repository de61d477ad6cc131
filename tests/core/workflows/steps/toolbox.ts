import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "../../../../core/process/child";
import { execute, type ExecutionResult } from "./execute";
import { stepTools } from "./tools";

/** The only programs that steps find. It records their arguments. */
export class Toolbox {
  readonly tools: string;
  /** A line for each call. */
  readonly called: string;
  /** The seconds of each call of sleep. */
  readonly waited: string;

  constructor(private readonly folder: string) {
    this.tools = join(folder, "tools");
    this.called = join(folder, "called");
    this.waited = join(folder, "waited");
    mkdirSync(this.tools);
    this.clear();
    for (const { name, path } of stepTools()) this.place(name, `exec ${path} "$@"`);
    // One retry is enough for a test, because curl really waits.
    const curl = findOnPath("curl") ?? "curl";
    this.place("curl", `exec ${curl} "$@" --retry 1`);
    this.place("sleep", `echo "$1" >>'${this.waited}'`);
  }

  clear(): void {
    for (const file of [this.called, this.waited]) writeFileSync(file, "");
  }

  /** Adds a program, or a replacement for it. */
  place(name: string, script: string): void {
    const text = `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${this.called}'\n${script}\n`;
    writeFileSync(join(this.tools, name), text, { mode: 0o755 });
  }

  /** Runs a script as the runner does for `shell: bash`. */
  bash(
    script: string,
    cwd: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<ExecutionResult> {
    const path = findOnPath("bash");
    if (path === undefined) throw new Error("bash is not on PATH");
    const args = ["--noprofile", "--norc", "-eo", "pipefail", script];
    const environment = { ...variables, PATH: this.tools, TMPDIR: this.folder };
    return execute(path, args, { cwd, environment });
  }
}
