/**
 * Ends what is under way in good order when this process is asked to end: while it is open, a signal
 * does not kill us at once, so that the sandbox can be stopped and Pulumi can keep its state whole.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly questions = new AbortController();
  private received: NodeJS.Signals | undefined;
  private readonly onInterrupt = (): void => {
    this.received = "SIGINT";
    this.questions.abort();
    // At a terminal Ctrl-C reaches Pulumi too, and a second signal would make it give up its state.
    if (!process.stdin.isTTY) this.controller.abort();
  };
  private readonly onTerminate = (signal: NodeJS.Signals): void => {
    this.received = signal;
    this.questions.abort();
    this.controller.abort();
  };

  constructor() {
    process.on("SIGINT", this.onInterrupt);
    process.on("SIGTERM", this.onTerminate);
    process.on("SIGHUP", this.onTerminate);
  }

  /** Passed to what should end early. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends a question to a person, at which no other program hears of what ends us. */
  get questionSignal(): AbortSignal {
    return this.questions.signal;
  }

  /** The exit code that tells of the signal; nothing if there was none. */
  get exitCode(): number | undefined {
    return this.received === undefined ? undefined : exitCodes[this.received];
  }

  /** Told by a program that keeps the keys of the terminal for itself. */
  noteCtrlC(): void {
    this.received ??= "SIGINT";
  }

  close(): void {
    process.off("SIGINT", this.onInterrupt);
    process.off("SIGTERM", this.onTerminate);
    process.off("SIGHUP", this.onTerminate);
  }
}

/** 128 and the signal's number, as shells have it. */
const exitCodes: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};
