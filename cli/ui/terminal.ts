import type { Key } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { canRewrite, type Screen } from "./screen";
import { plainPrompts, type CommonOptions, type Prompts } from "./plainPrompts";

/** The user canceled a question, or a signal did. */
export class Stopped extends Error {
  constructor(readonly exitCode: number) {
    super("stopped");
  }
}

/** A question whose answer is typed. */
export interface Question {
  readonly message: string;
  /** The answer if nothing is typed. */
  readonly defaultValue?: string;
  /** Describes the default if it is not an answer itself. */
  readonly placeholder?: string;
  /** Returns the problem with an answer, which is then asked for again. */
  readonly validate?: (answer: string) => string | undefined;
}

/** Ctrl-V does not paste in a terminal, and nothing on the screen shows that. */
const nothingPasted = "Nothing was pasted: press Ctrl-Shift-V or use the mouse";

/**
 * Makes a newline end the answer. If Enter is pressed before a question, the terminal makes a
 * newline of it, which clack ignores. That is right for a choice: nobody had seen it yet.
 */
function acceptNewline(): (text: unknown, key: Key) => void {
  let previous: string | undefined;
  return (_text, key) => {
    if (key.name === "enter" && previous !== "\r") key.name = "return";
    previous = key.sequence;
  };
}

/** Asks questions at a terminal. A canceled question throws `Stopped`. */
export class Terminal {
  constructor(
    private readonly input: Readable,
    private readonly output: Writable & Screen,
    /** Ends an open question. */
    private readonly signal: AbortSignal,
  ) {}

  /** Returns the answer without spaces around it. */
  async ask({
    message,
    defaultValue = "",
    placeholder = defaultValue,
    validate,
  }: Question): Promise<string> {
    const normalize = (typed = ""): string => typed.trim() || defaultValue;
    const typed = await this.answer(
      ({ text }, common) =>
        text({
          message,
          defaultValue,
          placeholder,
          validate: (typed) => validate?.(normalize(typed)),
          ...common,
        }),
      acceptNewline(),
    );
    return normalize(typed);
  }

  /** Returns the key of the label that was chosen. */
  choose<Value extends string>(
    message: string,
    labels: Readonly<Record<Value, string>>,
    initialValue: NoInfer<Value>,
  ): Promise<Value> {
    const options = Object.entries<string>(labels).map(([value, label]) => ({ value, label }));
    return this.answer(
      ({ select }, common) =>
        select({ message, options, initialValue, ...common }) as Promise<Value | symbol>,
    );
  }

  /** Does not echo the input, not even its length. */
  askSecret(message: string, { canBeEmpty = false } = {}): Promise<string> {
    const validate = (typed = ""): string | undefined =>
      typed === "" && !canBeEmpty ? nothingPasted : undefined;
    return this.answer(
      ({ password }, common) => password({ message, mask: "", validate, ...common }),
      acceptNewline(),
    );
  }

  private async answer<Value extends string>(
    ask: (prompts: Prompts, common: CommonOptions) => Promise<Value | symbol>,
    onKey: (text: unknown, key: Key) => void = () => undefined,
  ): Promise<Value> {
    const { input, output, signal } = this;
    const prompts = await this.loadPrompts();
    if (signal.aborted) throw new Stopped(1);
    // clack keeps listening to the signal of a question that was answered, and does not notice
    // Ctrl-D or the end of its input: the question would stay open and the process end under it.
    const closing = new AbortController();
    const end = (): void => {
      closing.abort();
    };
    const endOnCtrlD = (_text: unknown, { ctrl, name }: Key): void => {
      if (ctrl === true && name === "d") end();
    };
    signal.addEventListener("abort", end);
    // A closed window also fails to leave raw mode, and reports that as an error.
    input.on("end", end).on("error", end);
    try {
      // Before clack's listener. With a listener, the input flows, so not before the question.
      input.prependListener("keypress", onKey);
      const common = { input, output, signal: closing.signal, withGuide: false };
      const question = ask(prompts, common);
      // Added after clack's listener, which would otherwise draw the question again.
      input.on("keypress", endOnCtrlD);
      const answer = await question;
      if (prompts.isCancel(answer)) throw new Stopped(closing.signal.aborted ? 1 : 130);
      return answer;
    } finally {
      signal.removeEventListener("abort", end);
      input.off("end", end).off("error", end).off("keypress", endOnCtrlD).off("keypress", onKey);
    }
  }

  /** Loaded on demand: most commands ask nothing and start without clack. */
  private async loadPrompts(): Promise<Prompts> {
    // clack writes escape codes to any terminal, and one letter per line if the width is unknown.
    return canRewrite(this.output) ? import("@clack/prompts") : plainPrompts;
  }
}

/** The terminal of this process. Questions appear on stderr, as stdout may be a file. */
export function openTerminal(signal: AbortSignal): Terminal | undefined {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? new Terminal(stdin, stderr, signal) : undefined;
}
