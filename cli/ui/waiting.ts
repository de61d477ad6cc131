import { canRewrite, type Screen } from "../../core/text/progress";

/**
 * The line of a terminal that says what is asked or done now; it goes when there is a result.
 * Nowhere else is anything said: a log would keep it.
 */
export class Waiting {
  private readonly asked: string[] = [];
  private length = 0;

  constructor(private readonly screen: Screen) {}

  /** On the standard error, but not where what comes is for a program. */
  static onTerminal(isJson: boolean): Waiting {
    const { stderr, stdout } = process;
    const isShown = stderr.isTTY && (!isJson || stdout.isTTY);
    return new Waiting(isShown ? stderr : { write: () => undefined });
  }

  /** Says what is asked until it is answered, for whoever hands the answer on himself. */
  readonly onQuestion = (what: string, answer: Promise<unknown>): void => {
    // A question that fails is told by whoever asked it.
    this.whileAsking(what, answer).catch(() => undefined);
  };

  /** Says what is asked until it is answered, and hands the answer on. */
  async whileAsking<Value>(what: string, answer: Promise<Value>): Promise<Value> {
    this.asked.push(what);
    this.paint();
    try {
      return await answer;
    } finally {
      this.asked.splice(this.asked.indexOf(what), 1);
      this.paint();
    }
  }

  /** Says what is done now, before work that lets nothing else happen. */
  whileAt<Value>(what: string, work: () => Value): Promise<Value> {
    return this.whileAsking(what, Promise.resolve().then(work));
  }

  private paint(): void {
    if (!canRewrite(this.screen)) return;
    const [first] = this.asked;
    const more = this.asked.length === 1 ? "" : ` (and ${this.asked.length - 1} more)`;
    const line = first === undefined ? "" : this.fit(`… ${first}`, more);
    if (line !== "" || this.length > 0) this.screen.write(`\r\u001b[2K${line}`);
    this.length = line.length;
  }

  private fit(text: string, more: string): string {
    const told = this.screen.columns ?? 0;
    // A terminal that does not know its width says nought.
    const room = (told > 0 ? told : 80) - 1 - more.length;
    return (text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`) + more;
  }
}
