import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { accessSync, constants, createWriteStream, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { finished, type Writable } from "node:stream";

/** The environment variables of a child process. */
export type Environment = Record<string, string | undefined>;

export interface Outcome {
  readonly code: number;
  /** Standard output and standard error together; only the end if it is very long. */
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
}

/** How long a program may take to terminate: Pulumi waits for operations in progress. */
const gracePeriodMilliseconds = 30_000;

/** Enough for any message, and little memory. */
const maximumOutputLength = 200_000;

/**
 * A shell that becomes the program and leaves a watcher behind, which reads file descriptor 3. Only
 * this process holds the other end of the pipe: it writes a line to dismiss the watcher. If the pipe
 * closes without one, because this process was killed, the watcher terminates the program. The
 * program must not be the background process: a shell makes those ignore SIGINT, which Pulumi sends
 * to its plugins, and then each command would wait five seconds for them.
 */
const tether = '( read -r line <&3 || kill -TERM "$$" ) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Starts a program that terminates with this process, even if this process is killed. */
export function spawnTethered(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env"> & {
    /** This process's streams, a pipe to this process, or an open file. */
    readonly output?: "inherit" | "pipe" | number;
    /** Whether this process writes to its standard input. */
    readonly hasInput?: boolean;
    /** Whether Ctrl-C reaches this process only, so that it can terminate the program gracefully. */
    readonly detached?: boolean;
  },
): ChildProcess {
  const { output = "pipe", hasInput = false, ...rest } = options;
  const input = hasInput ? "pipe" : inputFor(output);
  if (process.platform === "win32") {
    return spawn(command, args, { ...rest, stdio: [input, output, output] });
  }
  const child = spawn("/bin/sh", ["-c", tether, "tether", command, ...args], {
    ...rest,
    stdio: [input, output, output, "pipe"],
  });
  const watcherPipe = child.stdio[3] as Writable;
  // The watcher may exit a moment before the program's exit event arrives.
  watcherPipe.on("error", () => undefined);
  child.on("exit", () => watcherPipe.end("done\n"));
  return child;
}

/** A program that writes to the terminal may read from it: Pulumi needs both for its live view. */
function inputFor(output: "inherit" | "pipe" | number): "inherit" | "ignore" {
  return output === "inherit" ? "inherit" : "ignore";
}

/** Runs a program until it exits. Rejects only if it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawnTethered(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.environment },
      output: outputOf(options.show),
      hasInput: options.input !== undefined,
    });
    // The program may exit without reading its input.
    child.stdin?.on("error", () => undefined).end(options.input);
    const log = options.log === undefined ? undefined : createWriteStream(options.log);
    // A log that cannot be written must not stop the program.
    log?.on("error", () => undefined);
    let output = "";
    let stdout = "";
    const flushes = [child.stdout, child.stderr].map((stream) => {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log?.write(text);
        output = (output + text).slice(-maximumOutputLength);
        if (stream === child.stdout) stdout += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) options.onLine?.(line);
      });
      return () => {
        if (rest !== "") options.onLine?.(rest);
      };
    });
    let killTimer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill("SIGTERM");
      killTimer ??= setTimeout(() => child.kill("SIGKILL"), gracePeriodMilliseconds);
    };
    const timer =
      options.timeoutMilliseconds === undefined
        ? undefined
        : setTimeout(stop, options.timeoutMilliseconds);
    if (options.signal?.aborted === true) stop();
    options.signal?.addEventListener("abort", stop);
    const cleanUp = (): void => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      options.signal?.removeEventListener("abort", stop);
    };
    child.on("error", (error) => {
      cleanUp();
      reject(error);
    });
    child.on("close", (code) => {
      cleanUp();
      for (const flush of flushes) flush();
      const outcome = { code: code ?? 1, output, stdout };
      if (log === undefined) resolve(outcome);
      // The log must be complete before the caller mentions it.
      else {
        finished(log, () => {
          resolve(outcome);
        });
        log.end();
      }
    });
  });
}

function outputOf(show: RunOptions["show"]): "inherit" | "pipe" | number {
  if (typeof show === "number") return show;
  return show === true ? "inherit" : "pipe";
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
