import { quote } from "../../../core/text/characters";
import { credentials, tokenBeginning } from "../../../core/tokens/redact";

/**
 * Credentials before a registry's host, without `://`. A reference's digest has no slash after it.
 */
const leadingCredentials = /^'[^\s/:@']+:[^\s/@']+@(?=[^\s/']+\/)/;

/**
 * A value for a message: quoted, on one line, truncated, and without anything that looks like a
 * token.
 */
export function formatValue(text: string): string {
  const found = tokenBeginning.exec(text);
  // Everything after a token's prefix is omitted.
  if (found !== null) return `${quote(text.slice(0, found.index) + found[0]).slice(0, -1)}…'`;
  return quote(text, 100).replace(credentials, "://…@").replace(leadingCredentials, "'…@");
}

/** A step of a path, on one line and truncated. */
export function formatName(name: PropertyKey): string {
  return typeof name === "string" ? formatValue(name).slice(1, -1) : String(name);
}
