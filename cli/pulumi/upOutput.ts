/**
 * Progress lines of `pulumi up`: dots, and each line of BuildKit repeated with the resource's name.
 * A terminal overwrites them; in a log they would hide the rest.
 */
const transient =
  /^(@ updating\.*|\s*[ +~-]*\s+\S+:\S+ .+ (creating|updating|replacing|deleting) \(\d+s\).*)\s*$/;

/** Filters progress lines out of a live output. */
export class UpOutput {
  private rest = "";
  private blank = true;

  constructor(private readonly write: (text: string) => void) {}

  take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.writeLine(line);
  }

  end(): void {
    if (this.rest !== "") this.writeLine(this.rest);
    this.rest = "";
  }

  private writeLine(line: string): void {
    if (transient.test(line)) return;
    const blank = line.trim() === "";
    if (blank && this.blank) return;
    this.blank = blank;
    // The last line of a build's output follows the line that reports it as done.
    this.write(`${line.replace(/ ((?:created|updated) \([\d.]+s\)) #\d+ .*$/, " $1").trimEnd()}\n`);
  }
}
