import { quoted } from "../../../core/text/characters";
import { credentials, tokenBeginning } from "../../../core/tokens/redact";

/** The same before a registry's host, where no `://` tells; a reference's digest has no slash. */
const leadingCredentials = /^'[^\s/:@']+:[^\s/@']+@(?=[^\s/']+\/)/;

/** A value as a message shows it: in quotes, on one line, cut, and without what looks like a token. */
export function formatValue(text: string): string {
  const found = tokenBeginning.exec(text);
  // What stands behind the beginning is left out to the end, whatever it holds.
  if (found !== null) return `${quoted(text.slice(0, found.index) + found[0]).slice(0, -1)}…'`;
  return quoted(text, 100).replace(credentials, "://…@").replace(leadingCredentials, "'…@");
}

/** One step of a path: a name that somebody wrote, on one line and cut. */
export function formatName(name: PropertyKey): string {
  return typeof name === "string" ? formatValue(name).slice(1, -1) : String(name);
}
