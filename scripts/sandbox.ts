import { rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Environment } from "../core/process/child";
import { PRIVATE, replaceFile } from "../sandbox/files";
import { scriptCommand } from "./command";
import { exitCodes } from "../cli/exitCodes";
import { Steps } from "../cli/ui/steps";
import { toolchainStep } from "./setUp";
import { runScript } from "./runScript";
import { openWorld, worldStep, type World } from "./world";

const root = join(__dirname, "..");

/** Relative to the root, as another terminal reads it. */
const variablesFile = ".sandbox/env";

/** The variables as shell commands; all of them, since the other terminal's are unknown. */
export function shellLines(environment: Environment): string {
  return Object.entries(environment)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : settingLine(name, value)))
    .join("\n");
}

function settingLine(name: string, value: string): string {
  const { PATH: currentPath = "" } = process.env;
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  // The other terminal has its own PATH, which may be longer than this one's.
  return name === "PATH" && currentPath !== "" && value.endsWith(`${delimiter}${currentPath}`)
    ? `export PATH=${quoted(value.slice(0, -currentPath.length))}"$PATH"`
    : `export ${name}=${quoted(value)}`;
}

function usageText(environment: Environment): string {
  return [
    `# Set by ${variablesFile}; for PowerShell and for programs: npm run --silent sandbox -- --json`,
    shellLines(environment),
    // Last, because everything above may have scrolled away.
    "# In another terminal with bash, zsh or sh, in this folder:",
    `. ${variablesFile}`,
    "npx pulumi stack select --create dev && npx pulumi up",
    `# Ctrl-C stops the sandbox and removes ${variablesFile}; the contents stay in .sandbox.`,
  ].join("\n");
}

/** One line for a program that waits for it; null means that a variable is unset. */
export function jsonLine({
  sandbox,
  environment,
}: {
  readonly sandbox: Pick<World["sandbox"], "address">;
  readonly environment: Environment;
}): string {
  const { address } = sandbox;
  return JSON.stringify({ version: 2, address, environment }, (_key, value: unknown) =>
    value === undefined ? null : value,
  );
}

/** Keeps the variables in a file for other terminals, until the work has ended. */
export async function whileReadable(
  file: string,
  environment: Environment,
  work: () => Promise<void>,
): Promise<void> {
  await replaceFile(file, `${shellLines(environment)}\n`, PRIVATE);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Runs the sandbox until it is interrupted, and prints how to use it from another terminal. */
export async function main(args: readonly string[]): Promise<number> {
  const { json: isJson = false } = scriptCommand(
    "sandbox",
    "Run a local GitHub and ghcr.io until interrupted, and print the variables that make a plain pulumi up in another terminal use them. In bash, zsh and sh, '. .sandbox/env' sets them. The contents stay in .sandbox.",
  )
    .option("--json", "print address and variables as JSON on one line")
    .parse(args, { from: "user" })
    .opts<{ json?: true }>();
  const steps = new Steps(2);
  return runScript(steps, async () => {
    const { toolchain, candidate } = await toolchainStep(steps);
    const directory = join(root, ".sandbox");
    const say = steps.say.bind(steps);
    const options = { directory, toolchain, candidate, say };
    const world = await worldStep(steps, () => openWorld(options));
    const interrupted = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => {
          resolve();
        });
      }
    });
    try {
      await whileReadable(join(root, variablesFile), world.environment, async () => {
        console.log(isJson ? jsonLine(world) : usageText(world.environment));
        await interrupted;
      });
    } finally {
      await world.stop();
    }
    return exitCodes.success;
  });
}
