import { accessSync, constants, createWriteStream, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

/** The environment variables of a child process. */
export type Environment = Record<string, string | undefined>;

export interface Outcome {
  readonly code: number;
  /** Standard output and standard error together. */
  readonly output: string;
  readonly stdout: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Environment;
  /** Called with each line of both streams as it arrives. */
  readonly onLine?: (line: string) => void;
  /** A file that receives the complete output. */
  readonly log?: string;
  readonly timeoutMilliseconds?: number;
  /** Terminates the program. */
  readonly signal?: AbortSignal;
  /** Its standard input, which is where secrets belong; empty by default. */
  readonly input?: string;
  /** Writes to this process's streams or to an open file; then the outcome has no output. */
  readonly show?: boolean | number;
  /** Whether Ctrl-C reaches this process only, so that it can terminate the program gracefully. */
  readonly detached?: boolean;
}

/** How long a program may take to terminate: Pulumi waits for operations in progress. */
const gracePeriodMilliseconds = 30_000;

/**
 * A shell that becomes the program and leaves a watcher behind, which reads file descriptor 3. Only
 * this process holds the other end of the pipe: it writes a line to dismiss the watcher. If the pipe
 * closes without one, because this process was killed, the watcher terminates the program. The
 * program must not be the background process: a shell makes those ignore SIGINT, which Pulumi sends
 * to its plugins, and then each command would wait five seconds for them.
 */
const tether = '( read -r line <&3 || kill -TERM "$$" ) >/dev/null 2>&1 & exec "$@" 3<&-';

/**
 * Runs a program until it exits; it terminates with this process, even if this process is killed.
 * Rejects only if it cannot be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  // On demand: most of what imports this file only looks for programs.
  const { execa } = await import("execa");
  const { input, show = false } = options;
  const log = options.log === undefined ? undefined : createWriteStream(options.log);
  // A log that cannot be written must not stop the program.
  log?.on("error", () => undefined);
  const onLine = function* (chunk: unknown): Generator<string> {
    const line = String(chunk);
    log?.write(`${line}\n`);
    options.onLine?.(line);
    yield line;
  };
  // Of the open files, execa's types know 1 and 2 only.
  const output = show === false ? onLine : show === true ? "inherit" : (show as 1);
  const isTethered = process.platform !== "win32";
  // A program that writes to the terminal may read from it: Pulumi needs both for its live view.
  const stdin = input !== undefined ? "pipe" : show === true ? "inherit" : "ignore";
  const child = execa(
    isTethered ? "/bin/sh" : command,
    isTethered ? ["-c", tether, "tether", command, ...args] : args,
    {
      cwd: options.cwd,
      env: options.environment,
      detached: options.detached,
      input,
      stdio: [stdin, output, output, ...(isTethered ? ["pipe" as const] : [])],
      all: true,
      stripFinalNewline: false,
      reject: false,
      // Nobody writes to the watcher's pipe on the other end.
      buffer: { fd3: false },
      // The watcher does this, and SIGKILL does not stop it.
      cleanup: false,
      timeout: options.timeoutMilliseconds,
      cancelSignal: options.signal,
      forceKillAfterDelay: gracePeriodMilliseconds,
    },
  );
  const watcherPipe = child.stdio[3] as Writable | undefined;
  // The watcher may exit a moment before the program's exit event arrives.
  watcherPipe?.on("error", () => undefined);
  child.on("exit", () => watcherPipe?.end("done\n"));
  const result = await child;
  // The log must be complete before the caller mentions it.
  if (log !== undefined) await finished(log.end()).catch(() => undefined);
  const { exitCode, signal, all = "", stdout = "" } = result;
  if (exitCode === undefined && signal === undefined) throw result.cause;
  return { code: exitCode ?? 1, output: all, stdout };
}

/** The first executable file with this name on PATH. */
export function findOnPath(name: string, path = process.env.PATH ?? ""): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    for (const suffix of suffixes) {
      const candidate = join(folder, name + suffix);
      try {
        accessSync(candidate, constants.X_OK);
        if (statSync(candidate).isFile()) return candidate;
      } catch {
        // Try the next folder.
      }
    }
  }
  return undefined;
}
