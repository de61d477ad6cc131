import type { CommandLine } from "./commandLines";

/** Records which command lines of the pages were run, or are listed as not proven. */
export class Ledger {
  private readonly accounted = new Set<string>();

  constructor(private readonly lines: readonly CommandLine[]) {}

  /** Finds a line on the pages, and fails if it was changed or removed. */
  find(text: string): CommandLine {
    const [found] = this.lines.filter((line) => line.text === text);
    if (found !== undefined) return found;
    throw new Error(`no page has the line '${text}': update the story`);
  }

  account({ text }: CommandLine): void {
    this.accounted.add(text);
  }

  /** The lines that no test runs, as file and line number. */
  missing(): readonly string[] {
    return this.lines
      .filter((line) => !this.isAccounted(line))
      .map(({ file, line, text }) => `${file}:${line}: ${text}`);
  }

  /** In a sentence, the start of a line counts as the line. */
  private isAccounted({ text, where }: CommandLine): boolean {
    if (this.accounted.has(text)) return true;
    return where === "sentence" && [...this.accounted].some((line) => line.startsWith(`${text} `));
  }
}
