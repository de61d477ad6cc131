import { openLiveText, type LiveText, type Screen } from "./screen";

/** Shows at the end of a terminal what is pending, until there is a result. */
export class Waiting {
  private readonly pending: string[] = [];
  private readonly text: LiveText | undefined;

  constructor(screen: Screen) {
    this.text = openLiveText(screen);
  }

  /** On stderr; hidden if the output goes to a program. */
  static onTerminal(isJson: boolean): Waiting {
    const { stderr, stdout } = process;
    const isShown = stderr.isTTY && (!isJson || stdout.isTTY);
    return new Waiting(isShown ? stderr : { write: () => undefined });
  }

  /** Shows a request until it is answered, for a caller that does not await it here. */
  readonly onQuestion = (label: string, answer: Promise<unknown>): void => {
    // The caller reports its failure.
    this.whileAsking(label, answer).catch(() => undefined);
  };

  /** Shows a request until it is answered, and returns the answer. */
  async whileAsking<Value>(label: string, answer: Promise<Value>): Promise<Value> {
    this.pending.push(label);
    this.paint();
    try {
      return await answer;
    } finally {
      this.pending.splice(this.pending.indexOf(label), 1);
      this.paint();
    }
  }

  /** Shows the current work before it blocks the event loop. */
  whileRunning<Value>(label: string, work: () => Value): Promise<Value> {
    return this.whileAsking(label, Promise.resolve().then(work));
  }

  private paint(): void {
    const [first, ...others] = this.pending;
    if (first === undefined) this.text?.clear();
    else this.text?.(`… ${first}${others.length === 0 ? "" : ` (and ${others.length} more)`}`);
  }
}
