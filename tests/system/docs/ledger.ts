import type { CommandLine } from "./commandLines";

/** Records which command lines of the pages were run, or are listed as not proven. */
export class Ledger {
  private readonly marked = new Set<string>();

  constructor(private readonly lines: readonly CommandLine[]) {}

  /** Finds a line on the pages, and fails if it was changed or removed. */
  find(text: string): CommandLine {
    const [found] = this.lines.filter((line) => line.text === text);
    if (found !== undefined) return found;
    throw new Error(`no page has the line '${text}': update the story`);
  }

  /** With the commands that the line joins: the shell ran each of them. */
  markAsRun({ text }: CommandLine): void {
    for (const each of [text, ...text.split(" && ")]) this.marked.add(each);
  }

  /** The lines that no test runs, as file and line number. */
  listMissing(): readonly string[] {
    return this.lines
      .filter((line) => !this.isMarked(line))
      .map(({ file, line, text }) => `${file}:${line}: ${text}`);
  }

  /** In a sentence, the start of a line counts as the line, and a command's name needs no npx. */
  private isMarked({ text, where }: CommandLine): boolean {
    if (this.marked.has(text)) return true;
    if (where !== "sentence") return false;
    return [...this.marked].some((line) =>
      [line, line.replace(/^npx /, "")].some((each) => `${each} `.startsWith(`${text} `)),
    );
  }
}
