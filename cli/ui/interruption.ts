/**
 * Ends the current work in good order: while it is open, a signal does not kill the process at
 * once, so that the sandbox can be stopped and Pulumi can save its state.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly questions = new AbortController();
  private received: NodeJS.Signals | undefined;
  private readonly onInterrupt = (): void => {
    this.received = "SIGINT";
    this.questions.abort();
    // At a terminal Ctrl-C also reaches Pulumi, and a second signal would make it abandon its
    // state.
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

  /** Aborts the work that should end early. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Aborts an open question: no other program runs then that would get the signal. */
  get questionSignal(): AbortSignal {
    return this.questions.signal;
  }

  /** The exit code for the signal; undefined if there was none. */
  get exitCode(): number | undefined {
    return this.received === undefined ? undefined : exitCodes[this.received];
  }

  /** Records a Ctrl-C that a program read as a key. */
  noteCtrlC(): void {
    this.received ??= "SIGINT";
  }

  close(): void {
    process.off("SIGINT", this.onInterrupt);
    process.off("SIGTERM", this.onTerminate);
    process.off("SIGHUP", this.onTerminate);
  }
}

/** 128 plus the signal's number, as in shells. */
const exitCodes: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};
