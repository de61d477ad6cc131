import { quoted } from "../ghcr/characters";

/**
 * How tokens begin that no other text begins with. The first group is GitHub's; the others are what
 * builds are given: GitLab, npm, PyPI, Docker Hub, Slack, AWS, a JSON Web Token, a private key.
 */
const tokenBeginning =
  /(?<![A-Za-z0-9])(gh[a-z]_|github_pat_|glpat-|npm_(?=\w{36})|pypi-|dckr_[a-z]{3,4}_|xox[a-z]-|AKIA(?=[A-Z0-9]{16})|eyJ(?=\w{8,}\.)|-----BEGIN [A-Z ]*PRIVATE KEY)/;

/** A user and a password in an address. */
const credentials = /:\/\/[^\s/:@']+:[^\s/@']+@/g;

/** The same before a registry's host, where no `://` tells; a reference's digest has no slash. */
const leadingCredentials = /^'[^\s/:@']+:[^\s/@']+@(?=[^\s/']+\/)/;

/** Whether a text looks like a token, or holds a password where addresses hold it. */
export function looksLikeToken(text: string): boolean {
  return tokenBeginning.test(text) || text.search(credentials) >= 0;
}

/** A value as a message shows it: in quotes, on one line, cut, and without what looks like a token. */
export function shown(text: string): string {
  const found = tokenBeginning.exec(text);
  // What stands behind the beginning is left out to the end, whatever it holds.
  if (found !== null) return `${quoted(text.slice(0, found.index) + found[0]).slice(0, -1)}…'`;
  return quoted(text, 100).replace(credentials, "://…@").replace(leadingCredentials, "'…@");
}

/** A text that may hold tokens, with each one cut behind its beginning. */
export function withoutTokens(text: string): string {
  const every = new RegExp(`${tokenBeginning.source}[^\\s'"]*`, "g");
  return text.replace(every, "$1…").replace(credentials, "://…@");
}

/** One step of a path: a name that somebody wrote, on one line and cut. */
export function shownName(name: PropertyKey): string {
  return typeof name === "string" ? shown(name).slice(1, -1) : String(name);
}
