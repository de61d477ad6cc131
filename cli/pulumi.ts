import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, spawnTethered, type Environment } from "../engine";

export interface StackOptions {
  readonly pulumi: string;
  /** The folder of the program. */
  readonly program: string;
  readonly stack: string;
  readonly environment: Environment;
}

/** Makes the stack in a backend that does not have it yet. */
export async function selectStack(options: StackOptions, backend: string): Promise<void> {
  const file = join(backend, ".pulumi", "stacks", "pulumi-ghcr", `${options.stack}.json`);
  if (existsSync(file)) return;
  const { code, output } = await run(options.pulumi, ["stack", "select", "--create", options.stack], {
    cwd: options.program,
    environment: options.environment,
  });
  if (code !== 0) throw new Error(`pulumi stack select said: ${output.trim()}`);
}

/** Runs a pulumi command that writes where we write; gives its exit code. */
export function showPulumi(options: StackOptions, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawnTethered(options.pulumi, [...args, "--stack", options.stack], {
      cwd: options.program,
      env: { ...process.env, ...options.environment },
      output: "inherit",
    });
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

/** The stack's outputs, without its secrets. */
export async function readOutputs(options: StackOptions): Promise<Record<string, unknown>> {
  const { code, output } = await run(
    options.pulumi,
    ["stack", "output", "--json", "--stack", options.stack],
    { cwd: options.program, environment: options.environment },
  );
  if (code !== 0) throw new Error(`pulumi stack output said: ${output.trim()}`);
  return JSON.parse(output) as Record<string, unknown>;
}
