/** The clock for the limits. Tests can advance it instead of waiting. */
export class Clock {
  private ahead = 0;

  /** In milliseconds since 1970. */
  now(): number {
    return Date.now() + this.ahead;
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }

  aheadSeconds(): number {
    return this.ahead / 1000;
  }

  reset(): void {
    this.ahead = 0;
  }
}
