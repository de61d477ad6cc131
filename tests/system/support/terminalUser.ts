import { spawn, type ChildProcess } from "node:child_process";

/** A command's exit code and screen output. */
export interface TerminalResult {
  readonly code: number | null;
  readonly output: string;
}

/** What a terminal replies by itself, for which Pulumi would wait five seconds. */
const terminalReplies = [
  // The background color, and the cursor's position.
  ["\u001b]11;?", "\u001b]11;rgb:0000/0000/0000\u001b\\"],
  ["\u001b[6n", "\u001b[1;1R"],
] as const;

/** A user who runs a command at a terminal of 80 columns. */
export class TerminalUser {
  private static readonly all: TerminalUser[] = [];
  private shown = "";
  private read = 0;
  private readonly child: ChildProcess;
  readonly ended: Promise<TerminalResult>;

  constructor(
    command: string,
    { cwd, environment }: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv },
  ) {
    const line = `stty cols 80 rows 24; ${command}`;
    // It echoes the input like a terminal, so the program must hide secrets.
    this.child = spawn("script", ["-qefE", "always", "-c", line, "/dev/null"], {
      cwd,
      env: { TERM: "xterm", ...environment },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.shown += text;
        for (const [request, reply] of terminalReplies)
          if (text.includes(request)) this.type(reply);
      });
    }
    TerminalUser.all.push(this);
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code) => {
        resolve({ code, output: this.shown });
      });
    });
  }

  /** Waits for a question, and types an answer. */
  async answer(question: string, text: string): Promise<void> {
    await this.waitFor(question);
    this.type(text);
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** The output so far. */
  get output(): string {
    return this.shown;
  }

  async waitFor(text: string): Promise<void> {
    // A slow machine is no failure. Pulumi's first preview took more than a minute on one.
    const end = Date.now() + 240_000;
    for (;;) {
      const found = this.shown.indexOf(text, this.read);
      if (found >= 0) {
        this.read = found + text.length;
        return;
      }
      if (this.child.exitCode !== null || Date.now() > end)
        throw new Error(`'${text}' did not appear:\n${this.shown}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Closes the terminal's window. */
  close(): void {
    this.child.kill("SIGKILL");
  }

  /** Closes all terminals, also after a failed test. */
  static closeAll(): void {
    for (const user of TerminalUser.all.splice(0)) user.close();
  }
}

const escape = "\u001b[";
// eslint-disable-next-line no-control-regex -- they are what a terminal interprets.
const outputParts = /\x1b\[(?:\?2026[hl]|2K|1A|G)|\r\n|[^]/g;

/** The lines of the final screen: the text that was not erased, with its colors. */
export function getFinalLines(shown: string): readonly string[] {
  const lines = [""];
  let row = 0;
  for (const [part] of shown.matchAll(outputParts)) {
    const line = lines[row] ?? "";
    if (part === "\r\n") row += 1;
    else if (part === `${escape}1A`) row -= 1;
    else if (part === `${escape}2K`) lines[row] = "";
    else if (!part.startsWith(escape)) lines[row] = line + part;
    lines[row] ??= "";
  }
  return lines;
}
