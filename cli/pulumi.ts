import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, type Environment } from "../engine";
import { UpOutput } from "./upOutput";

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
  const { code, output } = await run(
    options.pulumi,
    ["stack", "select", "--create", options.stack],
    {
      cwd: options.program,
      environment: options.environment,
    },
  );
  if (code !== 0) throw new Error(`pulumi stack select said: ${output.trim()}`);
}

/**
 * Runs `pulumi up` and shows what it writes: as it is on a terminal, without the passing lines in a
 * log. Gives its exit code.
 */
export async function showUp(options: StackOptions, signal: AbortSignal): Promise<number> {
  const args = ["up", "--stack", options.stack, "--yes", "--skip-preview"];
  const common = { cwd: options.program, environment: options.environment, signal };
  if (process.stdout.isTTY) {
    return (await run(options.pulumi, args, { ...common, show: true })).code;
  }
  const shown = new UpOutput((text) => process.stdout.write(text));
  const { code } = await run(options.pulumi, [...args, "--non-interactive"], {
    ...common,
    onLine: (line) => {
      shown.take(`${line}\n`);
    },
  });
  shown.end();
  return code;
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
