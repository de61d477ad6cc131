/**
 * Lines of `pulumi up` on a plain stream that tell of work still going on: dots, and each line that
 * BuildKit writes, once more with the resource's name before it. On a terminal Pulumi writes over
 * them; in a log they would bury the rest.
 */
const transient =
  /^(@ updating\.*|\s*[ +~-]*\s+\S+:\S+ .+ (creating|updating|replacing|deleting) \(\d+s\).*)\s*$/;

/** Takes out of a running output the lines that a log does not need. */
export class UpOutput {
  private rest = "";
  private blank = true;

  constructor(private readonly write: (text: string) => void) {}

  take(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.line(line);
  }

  end(): void {
    if (this.rest !== "") this.line(this.rest);
    this.rest = "";
  }

  private line(line: string): void {
    if (transient.test(line)) return;
    const blank = line.trim() === "";
    if (blank && this.blank) return;
    this.blank = blank;
    // What a build wrote last stands behind the line that says it is done.
    this.write(`${line.replace(/ ((?:created|updated) \([\d.]+s\)) #\d+ .*$/, " $1").trimEnd()}\n`);
  }
}
