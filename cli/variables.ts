export type Variables = Readonly<Record<string, string | undefined>>;

/** The line that sets a variable in the shell that is usual here. */
export function settingLine(name: string, value: string, platform = process.platform): string {
  return platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${value}`;
}

/** A variable's value. An empty one counts as absent: a CI job passes on so what is not set. */
export function variable(variables: Variables, name: string): string | undefined {
  const value = variables[name];
  return value === "" ? undefined : value;
}
