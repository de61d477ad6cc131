import { createInterface } from "node:readline";
import type { ReadStream } from "node:tty";

/** Asked to stop at a question. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super("stopped");
  }
}

/** What was typed so far, and how it ended, if it did. */
export interface Typed {
  readonly text: string;
  readonly ends?: "entered" | "interrupted" | "closed";
}

/** Adds what came from a terminal in its raw mode, in which nobody else looks at Backspace or Ctrl-C. */
export function typedOn(before: string, chunk: string): Typed {
  let text = before;
  // What a terminal puts around a paste, and what an arrow sends, is nobody's token.
  // eslint-disable-next-line no-control-regex -- a terminal's own signs are what is looked for
  for (const character of chunk.replace(/\u001b\[[0-9;]*[~A-Za-z]/g, "")) {
    switch (character) {
      case "\r":
      case "\n":
        return { text, ends: "entered" };
      case "\u0003": // Ctrl-C
        return { text, ends: "interrupted" };
      case "\u0004": // Ctrl-D
        if (text === "") return { text, ends: "closed" };
        break;
      case "\u0015": // Ctrl-U
        text = "";
        break;
      case "\u007f":
      case "\b":
        text = text.slice(0, -1);
        break;
      default:
        text += character;
    }
  }
  return { text };
}

/** A person at a keyboard. What is typed at a secret is not shown. */
export class Terminal {
  constructor(
    private readonly input: ReadStream,
    private readonly output: NodeJS.WritableStream,
    /** Ends a question that is open, as a signal asks for. */
    private readonly signal: AbortSignal,
  ) {}

  /** The answer, or what is usual where there is none. */
  async ask(question: string, usual = ""): Promise<string> {
    const lines = createInterface({ input: this.input, output: this.output, terminal: true });
    let left = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        lines.on("SIGINT", () => {
          reject(new Stopped(130));
        });
        lines.on("close", () => {
          reject(new Stopped(1));
        });
        left = this.onceStopped(reject);
        const shown = usual === "" ? question : `${question} [${usual}]`;
        lines.question(`${shown} `, (answer) => {
          resolve(answer.trim() === "" ? usual : answer.trim());
        });
      });
    } catch (error) {
      // What comes next is no part of the question.
      this.output.write("\n");
      throw error;
    } finally {
      left();
      lines.close();
    }
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  /** Reads a line without showing it. */
  async askSecret(question: string): Promise<string> {
    const { input } = this;
    let left = (): void => undefined;
    this.output.write(`${question} `);
    input.setRawMode(true);
    input.resume();
    try {
      return await new Promise((resolve, reject) => {
        let text = "";
        const take = (chunk: Buffer): void => {
          const typed = typedOn(text, chunk.toString("utf8"));
          text = typed.text;
          if (typed.ends === undefined) return;
          if (typed.ends === "entered") resolve(text);
          else reject(new Stopped(typed.ends === "interrupted" ? 130 : 1));
        };
        // The window was closed.
        const end = (): void => {
          reject(new Stopped(1));
        };
        const forget = this.onceStopped(reject);
        input.on("data", take).once("end", end);
        left = () => {
          forget();
          input.off("data", take).off("end", end);
        };
      });
    } finally {
      left();
      input.pause();
      try {
        input.setRawMode(false);
      } catch {
        // The window was closed, and shows nothing any more.
      }
      this.output.write("\n");
    }
  }

  /** Gives what ends the waiting: there may be many questions, and Node warns of many listeners. */
  private onceStopped(reject: (reason: Stopped) => void): () => void {
    const stop = (): void => {
      reject(new Stopped(1));
    };
    if (this.signal.aborted) stop();
    else this.signal.addEventListener("abort", stop, { once: true });
    return () => {
      this.signal.removeEventListener("abort", stop);
    };
  }
}

/** Who is at a terminal can be asked, and sees the question. */
export function terminalHere(signal: AbortSignal): Terminal | undefined {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? new Terminal(stdin, stderr, signal) : undefined;
}
