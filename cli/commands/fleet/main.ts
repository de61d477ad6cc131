import { setTimeout as sleep } from "node:timers/promises";
import { parallelOperations } from "../../../core/github/parallel";
import { writesPerRepository } from "../../../stack/preflight/checks/newRepositories";
import { CannotRun, UserError } from "../../errors";
import { exitCodes } from "../../exitCodes";
import { pulumiContext } from "../../pulumi/findStack";
import { showUp, type UpResult } from "../../pulumi/pulumi";
import { reportProblems } from "../../reportProblems";
import { Interruption } from "../../ui/interruption";
import { reportErrors, reportInterruption } from "../../ui/reportErrors";
import { Steps } from "../../ui/steps";
import { openTerminal, Stopped } from "../../ui/terminal";
import { readVariable } from "../../variables";
import { failureText, fleetJson, outcomeOf, resultLine } from "./report";
import { findStacks, readStacks, type FleetStack } from "./stacks";
import { updateStacks, type FleetResult } from "./update";
import { WriteBudget, type FleetClock } from "./writeBudget";

/** The flags as typed. */
export interface FleetFlags {
  readonly stacks?: readonly string[];
  readonly parallel: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const systemClock: FleetClock = {
  now: Date.now,
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** Updates the stacks that match. Returns the exit code. */
export async function main(flags: FleetFlags, clock = systemClock): Promise<number> {
  const { stacks: patterns } = flags;
  if (patterns === undefined) {
    const problem = "--stacks is missing; for example: fleet up --stacks 'team-*'";
    return reportProblems("fleet", [problem], flags.json);
  }
  const steps = new Steps(3);
  const interruption = new Interruption();
  const results: FleetResult[] = [];
  const problems: string[] = [];
  const failing = {
    fail: (message: string) => {
      problems.push(...message.split("\n"));
      steps.fail(message);
    },
  };
  try {
    const exitCode = await reportErrors(failing, () =>
      reportInterruption(
        interruption,
        () => {
          steps.done(interrupted);
        },
        () => run(patterns, flags, { steps, interruption, clock, results }),
      ),
    );
    if (flags.json === true) {
      const outcome =
        exitCode === exitCodes.success ? "pass" : results.length > 0 ? "fail" : "unknown";
      console.log(JSON.stringify(fleetJson(results, outcome, problems), null, 2));
    }
    return exitCode;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    steps.done("stopped; nothing was changed");
    return interruption.exitCode ?? error.exitCode;
  } finally {
    interruption.close();
  }
}

const interrupted = "interrupted; run fleet up again to continue";

interface FleetContext {
  readonly steps: Steps;
  readonly interruption: Interruption;
  readonly clock: FleetClock;
  /** Receives the stacks as they end. */
  readonly results: FleetResult[];
}

async function run(
  patterns: readonly string[],
  { parallel, yes: isConfirmed = false, json: isJson = false }: FleetFlags,
  { steps, interruption, clock, results }: FleetContext,
): Promise<number> {
  steps.begin("Stacks");
  const found = await findStacks(await pulumiContext(), patterns);
  const stacks = await readStacks(found);
  const count = countStacks(stacks.length);
  steps.say(stacks.map(describeStack).join("\n"));
  if (!isConfirmed && !(await confirm(count, interruption, isJson))) {
    steps.done("nothing was changed");
    return exitCodes.success;
  }
  steps.done(count);

  steps.begin("pulumi up");
  const running = new Set<string>();
  let last = "";
  const show = (): void => {
    const names = [...running].join(", ");
    const state = `${results.length} of ${count}; ${names}${last === "" ? "" : `: ${last}`}`;
    steps.update(state, results.length / stacks.length);
  };
  const screen = {
    write: (text: string) => {
      last = text.trim() || last;
      show();
    },
  };
  // After a break, the limit's hour may not be over.
  const taken = stacks.flatMap(({ creationTimes }) =>
    creationTimes.map((time) => ({ count: writesPerRepository, time })),
  );
  const budget = new WriteBudget(taken, clock, interruption.questionSignal, (until) => {
    const time = `${until.toISOString().slice(11, 16)} UTC`;
    steps.say(`waiting until ${time} for GitHub's limit on writes`);
  });
  const isInterrupted = (): boolean => interruption.exitCode !== undefined;
  const all = await updateStacks(stacks, {
    ...{ parallel, budget, isInterrupted },
    up: async (stack): Promise<UpResult> => {
      running.add(stack.name);
      try {
        return await showUp(withShare(stack, parallel), interruption, screen);
      } finally {
        running.delete(stack.name);
      }
    },
    onResult: (result) => {
      results.push(result);
      steps.say(resultLine(result, isInterrupted()));
    },
  });
  if (interruption.exitCode !== undefined) {
    results.push(...all.filter(({ up }) => up === undefined));
    steps.done(interrupted);
    return interruption.exitCode;
  }
  const failed = results.filter((result) => outcomeOf(result) === "fail");
  steps.done(`${results.length - failed.length} of ${count} updated`);

  steps.begin("Report");
  for (const result of failed) steps.say(failureText(result));
  if (failed.length === 0) {
    steps.done(`${count} ${stacks.length === 1 ? "is" : "are"} up to date`);
    return exitCodes.success;
  }
  const selection = failed.map(({ stack }) => `--stacks ${stack.name}`).join(" ");
  throw new UserError(
    `${failed.length} of ${count} failed. After you fix that, run:\nnpx pulumi-ghcr fleet up ${selection}`,
  );
}

function countStacks(count: number): string {
  return count === 1 ? "1 stack" : `${count} stacks`;
}

function describeStack({ name, desired, newRepositories }: FleetStack): string {
  const all = desired.repositories.length;
  const repositories = all === 1 ? "1 repository" : `${all} repositories`;
  return newRepositories.length === 0
    ? `${name}: ${repositories}`
    : `${name}: ${repositories}, of which ${newRepositories.length} may be new`;
}

async function confirm(
  count: string,
  interruption: Interruption,
  isJson: boolean,
): Promise<boolean> {
  const terminal = isJson ? undefined : openTerminal(interruption.questionSignal);
  if (terminal === undefined)
    throw new CannotRun("--yes is missing: without a terminal, nobody can confirm the update");
  const labels = { yes: "Yes", no: "No, change nothing" };
  return (await terminal.choose(`Run pulumi up for ${count}?`, labels, "no")) === "yes";
}

/** All stacks together update as many resources at the same time as one would alone. */
function withShare({ options }: FleetStack, parallel: number): FleetStack["options"] {
  const share = String(Math.floor(parallelOperations / parallel));
  const PULUMI_PARALLEL = readVariable(options.environment, "PULUMI_PARALLEL") ?? share;
  return { ...options, environment: { ...options.environment, PULUMI_PARALLEL } };
}
