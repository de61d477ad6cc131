import { stderr } from "node:process";
import { wrap } from "../../core/text/wrap";
import { columns, fitted } from "./columns";
import { openLiveText, type LiveText, type Screen } from "./screen";

/** A duration for people: 0.4 s, 12 s, 3 min 5 s. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}

export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

/** Text that fits into a width. */
function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** How often a plain log shows the progress of a long step. */
const plainIntervalMilliseconds = 15_000;
const paintIntervalMilliseconds = 100;

/** The longest text before a step's result. */
const longestHead = 45;

/**
 * The steps of a command, with their number, result and duration. A long step shows a bar on a
 * terminal, and a line now and then elsewhere.
 */
export class Steps {
  private readonly live: LiveText | undefined;
  private index = 0;
  private title = "";
  private started = Date.now();
  private painted = 0;
  private linesShown = false;

  constructor(
    private readonly total: number,
    private readonly screen: Screen = stderr,
  ) {
    this.live = openLiveText(screen);
  }

  /** Begins the next step. A terminal shows its name at once; a dumb one on a line that stays. */
  begin(title: string): void {
    this.index += 1;
    this.title = title;
    this.started = Date.now();
    this.painted = Date.now();
    this.linesShown = this.live === undefined && this.screen.isTTY === true;
    this.live?.(this.head());
    if (this.linesShown) this.screen.write(`${this.head()}\n`);
  }

  /** Goes back a number of steps; the next step to begin is repeated. */
  back(count: number): void {
    this.index -= count;
  }

  /** Shows the progress. `share` is between 0 and 1, if known. */
  update(text: string, share?: number): void {
    const now = Date.now();
    const interval = this.live ? paintIntervalMilliseconds : plainIntervalMilliseconds;
    if (now - this.painted < interval) return;
    this.painted = now;
    const percent = share === undefined ? "" : ` ${String(Math.floor(share * 100)).padStart(3)} %`;
    const elapsed = duration(now - this.started);
    if (this.live) {
      const picture = share === undefined ? "" : ` ${bar(share)}`;
      const line = `${this.head()}${picture}${percent} · ${elapsed} · ${text}`;
      this.live(cut(line, this.screen.columns ?? columns));
    } else {
      const line = `${this.head()}:${percent} after ${elapsed}: ${text}`;
      this.screen.write(`${cut(line, columns)}\n`);
    }
  }

  /** Prints a line inside the step that stays. */
  say(text: string): void {
    this.live?.clear();
    if (!this.linesShown) this.screen.write(`${this.head()}\n`);
    this.linesShown = true;
    for (const line of text.split("\n")) this.screen.write(`      ${line}\n`);
    this.live?.(this.head());
  }

  /** Clears the line for a program that writes to the screen itself. */
  release(): void {
    this.live?.clear();
  }

  /** Ends the step with its result. */
  done(result: string): void {
    this.live?.clear();
    const time = `(${duration(Date.now() - this.started)})`;
    for (const line of this.fit(`${this.head()}: `, result, time)) this.screen.write(`${line}\n`);
  }

  /** Ends the step with an error. Its last line may be a command to copy, so nothing follows it. */
  fail(result: string): void {
    this.live?.clear();
    const elapsed = duration(Date.now() - this.started);
    const [first = ""] = result.split("\n");
    const isLong = this.screen.isTTY === true && longestHead + first.length > columns;
    const text = `${isLong ? "\n" : " "}${fitted(result, this.screen)}`;
    this.screen.write(`${this.head()}: FAILED after ${elapsed}:${text}\n`);
  }

  /** Wraps a result for a terminal, without breaking its time. */
  private fit(head: string, result: string, time: string): readonly string[] {
    const line = `${head}${result} ${time}`;
    if (this.screen.isTTY !== true || line.length <= columns) return [line];
    const wrapped = wrap(result, columns, head);
    const last = `${wrapped.at(-1) ?? ""} ${time}`;
    return last.length <= columns
      ? [...wrapped.slice(0, -1), last]
      : [...wrapped, " ".repeat(head.length) + time];
  }

  private head(): string {
    return `[${this.index}/${this.total}] ${this.title}`;
  }
}
