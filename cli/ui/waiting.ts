import { LiveLine, type Screen } from "./screen";

/** Says on a terminal's last line what is asked or done now, until there is a result. */
export class Waiting {
  private readonly pending: string[] = [];
  private readonly line: LiveLine;

  constructor(screen: Screen) {
    this.line = new LiveLine(screen);
  }

  /** On stderr, but not where the output is for a program. */
  static onTerminal(isJson: boolean): Waiting {
    const { stderr, stdout } = process;
    const isShown = stderr.isTTY && (!isJson || stdout.isTTY);
    return new Waiting(isShown ? stderr : { write: () => undefined });
  }

  /** Says what is asked until it is answered, for a caller that does not await it here. */
  readonly onQuestion = (what: string, answer: Promise<unknown>): void => {
    // Whoever asked the question reports its failure.
    this.whileAsking(what, answer).catch(() => undefined);
  };

  /** Says what is asked until it is answered, and returns the answer. */
  async whileAsking<Value>(what: string, answer: Promise<Value>): Promise<Value> {
    this.pending.push(what);
    this.paint();
    try {
      return await answer;
    } finally {
      this.pending.splice(this.pending.indexOf(what), 1);
      this.paint();
    }
  }

  /** Says what is done now, before work that lets nothing else happen. */
  whileRunning<Value>(what: string, work: () => Value): Promise<Value> {
    return this.whileAsking(what, Promise.resolve().then(work));
  }

  private paint(): void {
    const [first, ...others] = this.pending;
    if (first === undefined) this.line.clear();
    else this.line.show(`… ${first}`, others.length === 0 ? "" : ` (and ${others.length} more)`);
  }
}
