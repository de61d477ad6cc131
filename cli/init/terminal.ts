import { createInterface } from "node:readline";
import type { ReadStream } from "node:tty";

/** Asked to stop at a question. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super("stopped");
  }
}

const controlC = "\u0003";
const controlD = "\u0004";
const controlU = "\u0015";

/** A person at a keyboard. What is typed at a secret is not shown. */
export class Terminal {
  constructor(
    private readonly input: ReadStream,
    private readonly output: NodeJS.WritableStream,
  ) {}

  /** The answer, or what is usual where there is none. */
  async ask(question: string, usual = ""): Promise<string> {
    const lines = createInterface({ input: this.input, output: this.output, terminal: true });
    try {
      return await new Promise((resolve, reject) => {
        lines.on("SIGINT", () => {
          reject(new Stopped(130));
        });
        lines.on("close", () => {
          reject(new Stopped(1));
        });
        const shown = usual === "" ? question : `${question} [${usual}]`;
        lines.question(`${shown} `, (answer) => {
          resolve(answer.trim() === "" ? usual : answer.trim());
        });
      });
    } finally {
      lines.close();
    }
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  /** Reads a line without showing it. */
  async askSecret(question: string): Promise<string> {
    const { input } = this;
    this.output.write(`${question} `);
    input.setRawMode(true);
    input.resume();
    try {
      return await new Promise((resolve, reject) => {
        let text = "";
        const take = (chunk: Buffer): void => {
          // What a terminal puts around a paste, and what an arrow sends, is nobody's token.
          // eslint-disable-next-line no-control-regex -- a terminal's own signs are what is looked for
          for (const character of chunk.toString("utf8").replace(/\u001b\[[0-9;]*[~A-Za-z]/g, "")) {
            if (character === "\r" || character === "\n") return end(text);
            if (character === controlC) return stop(130);
            if (character === controlD && text === "") return stop(1);
            if (character === controlU) text = "";
            else if (character === "\u007f" || character === "\b") text = text.slice(0, -1);
            else text += character;
          }
        };
        const end = (answer: string): void => {
          input.off("data", take);
          resolve(answer);
        };
        const stop = (code: number): void => {
          input.off("data", take);
          reject(new Stopped(code));
        };
        input.on("data", take);
      });
    } finally {
      input.setRawMode(false);
      input.pause();
      this.output.write("\n");
    }
  }
}
