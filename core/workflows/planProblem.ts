/** What is wrong with a value of a plan. */
export interface PlanProblem {
  /** The property that has the value. */
  readonly property: string;
  /** The value, and what is wrong with it in words that follow it. */
  readonly message: string;
}

/** The problem of a value, where it is there and has one. */
export function problemsOf<Value extends string | number>(
  property: string,
  value: Value | undefined,
  problemOf: (value: Value) => string | undefined,
): readonly PlanProblem[] {
  const problem = value === undefined ? undefined : problemOf(value);
  if (value === undefined || problem === undefined) return [];
  const shown = typeof value === "number" ? String(value) : `'${value}'`;
  return [{ property, message: `${shown} ${problem}` }];
}

/** Throws the first: it would come into a file as something else than what it is. */
export function throwFirstProblem([first]: readonly PlanProblem[]): void {
  if (first !== undefined) throw new Error(`the plan's ${first.property}: ${first.message}`);
}
