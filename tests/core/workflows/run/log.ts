import { unescape, type Annotation } from "../steps/runner";

/** A job's log as people read it, after the runner has executed its commands. */
export class JobLog {
  readonly annotations: Annotation[] = [];
  private readonly raw: string[] = [];
  private readonly masks = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) this.mask(secret);
  }

  /** The lines. Unlike on GitHub, a mask also applies to earlier lines. */
  get lines(): readonly string[] {
    return this.raw.map((line) => this.redact(line));
  }

  /** Masks a secret of several lines line by line. */
  mask(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line.trim() !== "") this.masks.add(line.trim());
  }

  redact(text: string): string {
    const longestFirst = [...this.masks].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((redacted, mask) => redacted.replaceAll(mask, "***"), text);
  }

  containsSecret(text: string): boolean {
    return this.redact(text) !== text;
  }

  /** The lines in which a secret was masked. */
  get masked(): readonly string[] {
    return this.lines.filter((line) => line.includes("***"));
  }

  write(output: string): void {
    for (const line of output.split("\n")) if (line.trim() !== "") this.take(line);
  }

  annotate({ level, title, text }: Annotation): void {
    this.annotations.push({ level, title: this.redact(title), text: this.redact(text) });
    this.raw.push(`${level}: ${text}`);
  }

  private take(line: string): void {
    const [, command, properties = "", text = ""] =
      /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/i.exec(line) ?? [];
    if (command === undefined) this.raw.push(line);
    else if (command === "add-mask") this.mask(unescape(text));
    else if (command === "error" || command === "warning" || command === "notice") {
      const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? "";
      this.annotate({ level: command, title: unescape(title), text: unescape(text) });
    } else throw new Error(`unsupported command ${line}`);
  }
}
