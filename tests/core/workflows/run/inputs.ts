/** An action's `with`. One that nothing here reads is thrown: what stands for the action lacks it. */
export class Inputs {
  private readonly left: Map<string, string>;

  constructor(inputs: Readonly<Record<string, string>>) {
    this.left = new Map(Object.entries(inputs));
  }

  take(name: string): string {
    const value = this.takeOptional(name);
    if (value === undefined)
      throw new Error(`nothing here stands for the lack of the input ${name}`);
    return value;
  }

  takeOptional(name: string): string | undefined {
    const value = this.left.get(name);
    this.left.delete(name);
    return value;
  }

  takeBoolean(name: string, otherwise: boolean): boolean {
    const value = this.takeOptional(name) ?? String(otherwise);
    if (value !== "true" && value !== "false") throw new Error(`${name} is ${value}`);
    return value === "true";
  }

  /** The one value that something here stands for. */
  expect(name: string, value: string): void {
    const given = this.takeOptional(name);
    if (given !== value) throw new Error(`nothing here stands for ${name}: ${given ?? "none"}`);
  }

  /**
   * Lines by the rules of CSV, as Docker's actions read them: empty ones are none, and one in quotes
   * may hold line breaks.
   */
  takeLines(name: string): readonly string[] {
    const text = this.takeOptional(name) ?? "";
    const lines = [...text.matchAll(/"((?:[^"]|"")*)"(?=\n|$)|[^\n]+/g)].map(([whole, quoted]) => {
      if (quoted !== undefined) return quoted.replaceAll('""', '"');
      if (whole.includes('"')) throw new Error(`nothing here stands for the quotes in ${whole}`);
      return whole.trim();
    });
    return lines.filter((line) => line !== "");
  }

  expectAllTaken(action: string): void {
    const names = [...this.left.keys()];
    if (names.length > 0) throw new Error(`${action}: nothing here stands for ${names.join(", ")}`);
  }
}
