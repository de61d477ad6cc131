/** A problem with a value of a plan. */
export interface PlanProblem {
  /** The property with the value. */
  readonly property: string;
  /** A sentence that begins with the value and says what is wrong with it. */
  readonly message: string;
}

/** The problem of a value, if it has one. An undefined value has none. */
export function problemsOf<Value extends string | number>(
  property: string,
  value: Value | undefined,
  problemOf: (value: Value) => string | undefined,
): readonly PlanProblem[] {
  const problem = value === undefined ? undefined : problemOf(value);
  if (value === undefined || problem === undefined) return [];
  const text = typeof value === "number" ? String(value) : `'${value}'`;
  return [{ property, message: `${text} ${problem}` }];
}

/** Throws the first problem, because an invalid value would change its meaning in the file. */
export function throwFirstProblem([first]: readonly PlanProblem[]): void {
  if (first !== undefined) throw new Error(`the plan's ${first.property}: ${first.message}`);
}
