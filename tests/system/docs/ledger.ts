import type { CommandLine } from "./commandLines";

/** Which of the pages' command lines were run, or are told to be not proven. */
export class Ledger {
  private readonly accounted = new Set<string>();

  constructor(private readonly lines: readonly CommandLine[]) {}

  /** A line as a page has it. A story of a line that was changed or taken out is a mistake. */
  find(text: string): CommandLine {
    const [found] = this.lines.filter((line) => line.text === text);
    if (found !== undefined) return found;
    throw new Error(`no page has the line '${text}': the story is of another time`);
  }

  account({ text }: CommandLine): void {
    this.accounted.add(text);
  }

  /** Each line that is not accounted for, as an editor finds it. */
  missing(): readonly string[] {
    return this.lines
      .filter((line) => !this.isAccounted(line))
      .map(({ file, line, text }) => `${file}:${line}: ${text}`);
  }

  /** In a sentence a line's beginning is its name. */
  private isAccounted({ text, where }: CommandLine): boolean {
    if (this.accounted.has(text)) return true;
    return where === "sentence" && [...this.accounted].some((line) => line.startsWith(`${text} `));
  }
}
