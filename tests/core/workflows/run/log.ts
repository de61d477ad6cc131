import { unescaped, type Annotation } from "../steps/runner";

/** A job's log as people read it, with the commands to the runner carried out. */
export class JobLog {
  readonly annotations: Annotation[] = [];
  private readonly raw: string[] = [];
  private readonly masks = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) this.mask(secret);
  }

  /** Its lines; what is masked later is hidden in the lines before, too, which GitHub does not do. */
  get lines(): readonly string[] {
    return this.raw.map((line) => this.hidden(line));
  }

  /** A secret of several lines would be shown line by line. */
  mask(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line.trim() !== "") this.masks.add(line.trim());
  }

  hidden(text: string): string {
    const longestFirst = [...this.masks].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((shown, mask) => shown.replaceAll(mask, "***"), text);
  }

  holdsSecret(text: string): boolean {
    return this.hidden(text) !== text;
  }

  /** The lines that only the mask keeps from telling a secret. */
  get masked(): readonly string[] {
    return this.lines.filter((line) => line.includes("***"));
  }

  say(output: string): void {
    for (const line of output.split("\n")) if (line.trim() !== "") this.take(line);
  }

  annotate({ level, title, text }: Annotation): void {
    this.annotations.push({ level, title: this.hidden(title), text: this.hidden(text) });
    this.raw.push(`${level}: ${text}`);
  }

  private take(line: string): void {
    const [, command, properties = "", text = ""] =
      /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/i.exec(line) ?? [];
    if (command === undefined) this.raw.push(line);
    else if (command === "add-mask") this.mask(unescaped(text));
    else if (command === "error" || command === "warning" || command === "notice") {
      const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? "";
      this.annotate({ level: command, title: unescaped(title), text: unescaped(text) });
    } else throw new Error(`nothing here stands for the command ${line}`);
  }
}
