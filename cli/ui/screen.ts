/**
 * Where progress is written: on a terminal the last line is overwritten, elsewhere lines are
 * appended.
 */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Whether a line can be overwritten: a terminal with TERM=dumb has no escape codes. */
export function canRewrite({ isTTY }: Pick<Screen, "isTTY">, { TERM } = process.env): boolean {
  return isTTY === true && TERM !== "dumb";
}

const clear = "\r\u001b[2K";

/**
 * The last line of a terminal, which shows the current work. Elsewhere it is not shown: a log would
 * keep it.
 *
 * clack's spinner and progress bar cannot replace it. They read keys in raw mode, so Ctrl-C ends
 * the process at once with code 0, and Pulumi with it; they also take standard input from other
 * readers, keep SIGTERM from ending the process, and show nothing before a synchronous task.
 */
export class LiveLine {
  readonly isShown: boolean;

  constructor(private readonly screen: Screen) {
    this.isShown = canRewrite(screen);
  }

  /** Shows as much of the text as fits, and the complete suffix: a second line would stay. */
  show(text: string, suffix = ""): void {
    // 0 means that the terminal does not know its width.
    const { columns = 0 } = this.screen;
    const room = (columns > 0 ? columns : 80) - 1 - suffix.length;
    const shown = text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
    this.write(`${clear}${shown}${suffix}`);
  }

  clear(): void {
    this.write(clear);
  }

  private write(text: string): void {
    if (this.isShown) this.screen.write(text);
  }
}
