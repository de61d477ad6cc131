import { join } from "node:path";
import { Steps, type Environment } from "../engine";
import { engineStep } from "./setUp";
import { told } from "./told";
import { openWorld, worldStep } from "./world";

const root = join(__dirname, "..");

/** The variables as a shell takes them; all of them, since the other terminal's are not known. */
export function shellLines(environment: Environment): string {
  return Object.entries(environment)
    .map(([name, value]) =>
      value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    )
    .join("\n");
}

/** Runs the sandbox until it is interrupted, and says how another terminal works with it. */
export async function main(_args: readonly string[], total: number): Promise<number> {
  const steps = new Steps(total, process.stderr, 1);
  return told(steps, async () => {
    const { engine, candidate } = await engineStep(steps);
    const directory = join(root, ".sandbox");
    const world = await worldStep(steps, () => openWorld({ directory, engine, candidate }));
    const ended = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => {
          resolve();
        });
      }
    });
    console.log("# In another terminal, in this folder:");
    console.log(shellLines(world.environment));
    console.log("pulumi stack select --create dev && pulumi up");
    console.log("# Ctrl-C ends the sandbox; what it holds stays in .sandbox.");
    await ended;
    await world.stop();
    return 0;
  });
}
