/** The environment's variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable's value; an empty one counts as missing, because a CI job passes on what is not set. */
export function variable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}
