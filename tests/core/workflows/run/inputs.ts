/** An action's `with`. Inputs that the local replacement does not read throw. */
export class Inputs {
  private readonly remaining: Map<string, string>;

  constructor(inputs: Readonly<Record<string, string>>) {
    this.remaining = new Map(Object.entries(inputs));
  }

  take(name: string): string {
    const value = this.takeOptional(name);
    if (value === undefined) throw new Error(`missing input ${name}`);
    return value;
  }

  takeOptional(name: string): string | undefined {
    const value = this.remaining.get(name);
    this.remaining.delete(name);
    return value;
  }

  takeBoolean(name: string, defaultValue: boolean): boolean {
    const value = this.takeOptional(name) ?? String(defaultValue);
    if (value !== "true" && value !== "false") throw new Error(`${name} is ${value}`);
    return value === "true";
  }

  /** Expects the only supported value. */
  expect(name: string, value: string): void {
    const actual = this.takeOptional(name);
    if (actual !== value) throw new Error(`unsupported ${name}: ${actual ?? "none"}`);
  }

  /**
   * Lines in CSV format, as Docker's actions read them: empty lines are ignored, and a quoted one may
   * contain line breaks.
   */
  takeLines(name: string): readonly string[] {
    const text = this.takeOptional(name) ?? "";
    const lines = [...text.matchAll(/"((?:[^"]|"")*)"(?=\n|$)|[^\n]+/g)].map(([line, quoted]) => {
      if (quoted !== undefined) return quoted.replaceAll('""', '"');
      if (line.includes('"')) throw new Error(`unsupported quotes in ${line}`);
      return line.trim();
    });
    return lines.filter((line) => line !== "");
  }

  expectAllTaken(action: string): void {
    const names = [...this.remaining.keys()];
    if (names.length > 0) throw new Error(`${action}: unsupported ${names.join(", ")}`);
  }
}
