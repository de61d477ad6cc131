export { readVariable, type Variables } from "../core/process/environment";

/** The line that sets a variable in this system's usual shell. */
export function settingLine(name: string, value: string, platform = process.platform): string {
  return platform === "win32" ? `$env:${name} = "${value}"` : `export ${name}=${value}`;
}
