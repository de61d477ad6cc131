import { rmSync } from "node:fs";
import { join } from "node:path";
import { recognizeErrors } from "../core/denials";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../sandbox";
import { scriptCommand } from "./command";
import { exitCodes } from "../cli/exitCodes";
import { renderDenials } from "../cli/ui/denialTable";
import { Steps } from "../cli/ui/steps";
import { Interruption } from "../cli/ui/interruption";
import { nextLines, type NextCommand } from "../cli/ui/next";
import { readBackImages } from "../cli/readBack";
import { readBackLines, movedTagProblem } from "../cli/readBack/lines";
import { toolchainStep } from "./setUp";
import { readOutputs, selectStack, showUp, type StackOptions } from "../cli/pulumi/pulumi";
import { reportInterruption } from "../cli/ui/reportErrors";
import { runScript } from "./runScript";
import { findUnfinishedUpdate } from "./unfinishedUpdate";
import { openWorld, worldStep, type World, type WorldOptions } from "./world";

const root = join(__dirname, "..");

const stackName = "dev";

const interrupted = "interrupted; run npm start again to continue";

/** What to try next. */
const nextCommands: readonly NextCommand[] = [
  {
    command: "npm run sandbox",
    description: "keeps the sandbox running, to try the commands in it: docs/sandbox.md",
  },
  {
    command: "npx pulumi-ghcr init ../my-app",
    description: "does the same on your account: README.md, 'On your account'",
  },
];

/** Publishes to the sandbox and reads the images back. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  scriptCommand(
    "start",
    "Get the toolchain ready, start a sandbox, run pulumi up against it, and read back the images that were pushed. Run it again to continue where it stopped.",
  ).parse(args, { from: "user" });
  const steps = new Steps(4);
  return runScript(steps, async () => {
    const { toolchain, candidate } = await toolchainStep(steps);
    const directory = join(root, ".sandbox");
    const interruption = new Interruption();
    const reportInterrupted = (): void => {
      steps.done(interrupted);
    };
    try {
      const options = { directory, toolchain, candidate, say: steps.say.bind(steps) };
      const world = await worldStep(steps, () => openWorkingWorld(steps, options));
      try {
        const stack = {
          pulumi: toolchain.pulumi,
          program: root,
          stack: stackName,
          environment: world.environment,
        };
        const outcome = await reportInterruption(interruption, reportInterrupted, async () => {
          const code = await upStep(steps, stack, world, interruption);
          return code === exitCodes.success ? readBackStep(steps, stack) : code;
        });
        const code = interruption.exitCode ?? outcome;
        if (code === exitCodes.success) console.log(nextLines(nextCommands).join("\n"));
        return code;
      } finally {
        await world.stop();
      }
    } finally {
      interruption.close();
    }
  });
}

/**
 * Opens the sandbox, and replaces it with an empty one if an update left its stack unfinished:
 * everything in it can be recreated. It is opened first to find out, because an open sandbox locks
 * its folder.
 */
async function openWorkingWorld(steps: Steps, options: WorldOptions): Promise<World> {
  const world = await openWorld(options);
  let unfinished: string | undefined;
  try {
    unfinished = findUnfinishedUpdate(world.backend, stackName);
  } catch (error) {
    await world.stop();
    throw error;
  }
  if (unfinished === undefined) return world;
  await world.stop();
  steps.say(`Starting over with an empty .sandbox: ${unfinished}.`);
  rmSync(options.directory, { recursive: true, force: true });
  return openWorld(options);
}

async function upStep(
  steps: Steps,
  stack: StackOptions,
  world: World,
  interruption: Interruption,
): Promise<number> {
  steps.begin("pulumi up");
  await selectStack(stack);
  steps.say(`pulumi up --stack ${stackName} --yes --skip-preview`);
  steps.release();
  const received = interruption.exitCode;
  const { code, errors } =
    received === undefined ? await showUp(stack, interruption) : { code: received, errors: "" };
  const denials = code === 0 ? [] : recognizeErrors(errors, [world.sandbox.address]);
  // Below Pulumi's output: the causes and fixes.
  if (denials.length > 0) console.log(`\n${renderDenials(denials, false)}\n`);
  if (interruption.exitCode !== undefined) steps.done(interrupted);
  else if (code === 0) steps.done("done");
  else steps.fail("pulumi up failed; see its output above");
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  return code === 0 ? exitCodes.success : exitCodes.failed;
}

async function readBackStep(steps: Steps, stack: StackOptions): Promise<number> {
  steps.begin("Read back");
  const outputs = await readOutputs(stack);
  const images = await readBackImages(outputs, { username: SEED_OWNER, token: PUBLISHER_TOKEN });
  for (const line of readBackLines(images)) steps.say(line);
  const problem = movedTagProblem(images);
  if (problem === undefined) {
    steps.done(`${images.length} images are in the registry under their digests`);
    return exitCodes.success;
  }
  steps.fail(problem);
  return exitCodes.failed;
}
