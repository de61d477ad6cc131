/** The environment's variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable's value. An empty one counts as missing, because a CI job passes unset inputs as "". */
export function readVariable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}
