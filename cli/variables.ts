export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable's value. An empty one counts as absent: a CI job passes on so what is not set. */
export function variable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}
