import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { accessSync, constants, createWriteStream, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { finished, type Writable } from "node:stream";

/** The variables of a child process. */
export type Environment = Record<string, string | undefined>;

export interface Outcome {
  readonly code: number;
  /** What it wrote on both streams, its end if it wrote very much. */
  readonly output: string;
  /** What it wrote as its result. */
  readonly stdout: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Environment;
  /** Called with each line as it comes, from both streams. */
  readonly onLine?: (line: string) => void;
  /** A file that receives all that it writes. */
  readonly log?: string;
  readonly timeoutMilliseconds?: number;
  /** Asks the program to end. */
  readonly signal?: AbortSignal;
  /** What it reads on its standard input: a secret is no argument. Without it there is nothing to read. */
  readonly input?: string;
  /** Lets it write where we write, or to an open file; then there is no output to give. */
  readonly show?: boolean | number;
}

/** How long a program that is asked to end may take: Pulumi waits for what is under way. */
const patienceMilliseconds = 30_000;

/** Enough to hold any message, little enough not to matter. */
const keptCharacters = 200_000;

/**
 * A shell that becomes the program, and leaves behind a watcher on file descriptor 3. Only we hold
 * the other end of that pipe: a line from us dismisses the watcher, and when the pipe ends without
 * one, because we were killed and could say nothing, the watcher ends the program. The program must
 * not be the one in the background: a shell makes those ignore SIGINT, which Pulumi sends its plugins
 * to end them, and then each command waits five seconds for nothing.
 */
const tether = '( read -r line <&3 || kill -TERM "$$" ) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Starts a program that ends with this process, however this process ends. */
export function spawnTethered(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env"> & {
    /** Whether it writes where we write, to us, or to an open file. */
    readonly output?: "inherit" | "pipe" | number;
    /** Whether it reads what we write to it. */
    readonly hasInput?: boolean;
    /** Whether Ctrl-C at the terminal reaches us alone, so that we can end it in good order. */
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
  const rope = child.stdio[3] as Writable;
  // The watcher may be gone a moment before we hear that the program has ended.
  rope.on("error", () => undefined);
  child.on("exit", () => rope.end("done\n"));
  return child;
}

/** A program that writes to the terminal may read from it: Pulumi draws its live view only then. */
function inputFor(output: "inherit" | "pipe" | number): "inherit" | "ignore" {
  return output === "inherit" ? "inherit" : "ignore";
}

/** Runs a program to its end. Rejects only when it cannot be started. */
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
    // It may end without having read it.
    child.stdin?.on("error", () => undefined).end(options.input);
    const log = options.log === undefined ? undefined : createWriteStream(options.log);
    // A log that cannot be written is no reason to lose the work.
    log?.on("error", () => undefined);
    let output = "";
    let stdout = "";
    const flushes = [child.stdout, child.stderr].map((stream) => {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log?.write(text);
        output = (output + text).slice(-keptCharacters);
        if (stream === child.stdout) stdout += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) options.onLine?.(line);
      });
      return () => {
        if (rest !== "") options.onLine?.(rest);
      };
    });
    let insist: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill("SIGTERM");
      insist ??= setTimeout(() => child.kill("SIGKILL"), patienceMilliseconds);
    };
    const timer =
      options.timeoutMilliseconds === undefined
        ? undefined
        : setTimeout(stop, options.timeoutMilliseconds);
    if (options.signal?.aborted === true) stop();
    options.signal?.addEventListener("abort", stop);
    const done = (): void => {
      clearTimeout(timer);
      clearTimeout(insist);
      options.signal?.removeEventListener("abort", stop);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code) => {
      done();
      for (const flush of flushes) flush();
      const outcome = { code: code ?? 1, output, stdout };
      if (log === undefined) resolve(outcome);
      // Whoever is told of the log finds all of it there.
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

/** The first executable file of that name on PATH. */
export function onPath(name: string, path = process.env.PATH ?? ""): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    for (const suffix of suffixes) {
      const candidate = join(folder, name + suffix);
      try {
        accessSync(candidate, constants.X_OK);
        if (statSync(candidate).isFile()) return candidate;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined;
}
