import { execFile } from "node:child_process";

export interface ExecutionResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with only this environment. */
export function execute(
  program: string,
  args: readonly string[],
  options: { cwd: string; environment: Readonly<Record<string, string>> },
): Promise<ExecutionResult> {
  const { cwd, environment } = options;
  const rest = { timeout: 120_000, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env: environment, ...rest }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(error ?? new Error(`${program} ended by a signal`));
    });
  });
}
