import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { parallelOperations } from "../../core/github/parallel";
import { run } from "../../core/process/child";
import { canRewrite, type Screen } from "../ui/screen";
import type { Interruption } from "../ui/interruption";
import { readVariable } from "../variables";
import {
  hasNoChanges,
  collectErrors,
  collectMessages,
  countChanges,
  readEvents,
  hasReachedResources,
  wasCanceled,
} from "./diagnostics";
import { runPulumi, type PulumiContext } from "./runPulumi";
import { readTextIfExists } from "./stackFile";
import { UpOutput } from "./upOutput";

export interface StackOptions extends PulumiContext {
  readonly stack: string;
}

/** A stack, or the selected one if it has no name here. */
export type NamedOrSelected = PulumiContext & Partial<StackOptions>;

/**
 * Selects the stack, and creates it if it does not exist. The Automation API's `createOrSelect`
 * would run a second command to create it.
 */
export async function selectStack(stack: StackOptions): Promise<void> {
  await runPulumi(stack, ["stack", "select", "--create", stack.stack]);
}

/**
 * Runs `pulumi up` and shows its output: unchanged on a terminal, without transient lines
 * elsewhere. The output goes through a file: a Go program dies when it writes to a closed pipe, and
 * if we were killed, Pulumi would leave its plugins running and its state unsaved. The stack's
 * outputs are suppressed, because the result is printed afterwards.
 */
export function showUp(
  options: StackOptions,
  interruption: Interruption,
  screen: Screen = process.stdout,
): Promise<UpResult> {
  return runWithEvents(
    options,
    interruption,
    ["up", "--yes", "--skip-preview", "--suppress-outputs"],
    screen,
  );
}

/** The same for a preview, which can use another file than the stack's. */
export function showPreview(
  options: StackOptions,
  interruption: Interruption,
  screen: Screen = process.stdout,
  file?: string,
): Promise<UpResult> {
  const otherFile = file === undefined ? [] : ["--config-file", file];
  return runWithEvents(
    options,
    interruption,
    ["preview", "--suppress-outputs", ...otherFile],
    screen,
  );
}

async function runWithEvents(
  options: StackOptions,
  interruption: Interruption,
  command: readonly string[],
  screen: Screen,
): Promise<UpResult> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-up-"));
  const events = join(folder, "events");
  const end = delaySignal(interruption.signal, events);
  try {
    const args = [...command, "--stack", options.stack, "--event-log", events];
    const code = await runWithOutput(options, end.signal, folder, args, screen);
    const logged = readEvents(events);
    if (wasCanceled(logged)) interruption.noteCtrlC();
    const errors = logged.length > 0 ? collectErrors(logged) : readTextIfExists(outputFile(folder));
    return {
      code,
      hasBegun: hasReachedResources(logged),
      errors,
      messages: collectMessages(logged),
      isUnchanged: hasNoChanges(logged),
      changes: countChanges(logged),
    };
  } finally {
    end.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How an update ended. */
export interface UpResult {
  readonly code: number;
  /** Whether it reached any resource. A locked stack or a failed preflight prevents that. */
  readonly hasBegun: boolean;
  /** The errors that Pulumi reported, without those that explain themselves. */
  readonly errors: string;
  /** All errors that Pulumi reported. */
  readonly messages: readonly string[];
  /** Whether no resource and no output changed. */
  readonly isUnchanged: boolean;
  /** The number of resources by operation, such as `create` and `same`. */
  readonly changes: Readonly<Record<string, number>>;
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function outputFile(folder: string): string {
  return join(folder, "output");
}

/**
 * A signal that follows another one once Pulumi has written its first event. If Pulumi is
 * interrupted before that, it exits at once and leaves the language host running.
 */
function delaySignal(
  signal: AbortSignal,
  events: string,
): { readonly signal: AbortSignal; close: () => void } {
  const passed = new AbortController();
  let abortedAt: number | undefined;
  const timer = setInterval(() => {
    if (!signal.aborted) return;
    abortedAt ??= Date.now();
    // An update that never begins is ended too.
    if (hasContent(events) || Date.now() - abortedAt > graceMilliseconds) passed.abort();
  }, showMilliseconds);
  return {
    signal: passed.signal,
    close: () => {
      clearInterval(timer);
    },
  };
}

const graceMilliseconds = 30_000;

async function runWithOutput(
  options: StackOptions,
  signal: AbortSignal,
  folder: string,
  args: readonly string[],
  screen: Screen,
): Promise<number> {
  const environment = {
    ...options.environment,
    PULUMI_PARALLEL:
      readVariable(options.environment, "PULUMI_PARALLEL") ?? String(parallelOperations),
    // Without this variable Pulumi has no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
  };
  const common = { cwd: options.program, environment, signal };
  if (screen === process.stdout && canRewrite(screen)) {
    return (await run(options.pulumi, args, { ...common, show: true })).code;
  }
  const shown = new UpOutput((text) => screen.write(text));
  const file = outputFile(folder);
  const writing = openSync(file, "w");
  const reading = openSync(file, "r");
  const decoder = new StringDecoder("utf8");
  const forward = (): void => {
    const chunk = Buffer.alloc(65_536);
    for (let size = 1; size > 0;) {
      size = readSync(reading, chunk);
      shown.take(decoder.write(chunk.subarray(0, size)));
    }
  };
  const timer = setInterval(forward, showMilliseconds);
  try {
    const { code } = await run(options.pulumi, [...args, "--non-interactive"], {
      ...common,
      show: writing,
    });
    forward();
    shown.end();
    return code;
  } finally {
    clearInterval(timer);
    closeSync(writing);
    closeSync(reading);
  }
}

/** Short enough to look live. */
const showMilliseconds = 100;

/**
 * The stack's outputs without its secrets. The Automation API's `stackOutputs` would run a second
 * command to decrypt them.
 */
export function readOutputs(stack: StackOptions): Promise<Record<string, unknown>> {
  return readJson(stack, ["stack", "output", "--json"]);
}

/** The stack's state with encrypted secrets: the Automation API's `exportStack` decrypts them. */
export function exportStack(stack: NamedOrSelected): Promise<Record<string, unknown>> {
  return readJson(stack, ["stack", "export"]);
}

/** Without a name, Pulumi uses the selected stack. */
export function stackFlags({ stack }: NamedOrSelected): readonly string[] {
  return stack === undefined ? [] : ["--stack", stack];
}

async function readJson(
  stack: NamedOrSelected,
  args: readonly string[],
): Promise<Record<string, unknown>> {
  const { stdout } = await runPulumi(stack, [...args, ...stackFlags(stack)]);
  return JSON.parse(stdout) as Record<string, unknown>;
}
