/**
 * Prefixes that only tokens have. The first group is GitHub's; the others are common in builds: GitLab,
 * npm, PyPI, Docker Hub, Slack, AWS, a JSON Web Token, a private key.
 */
export const tokenBeginning =
  /(?<![A-Za-z0-9])(gh[a-z]_|github_pat_|glpat-|npm_(?=\w{36})|pypi-|dckr_[a-z]{3,4}_|xox[a-z]-|AKIA(?=[A-Z0-9]{16})|eyJ(?=\w{8,}\.)|-----BEGIN [A-Z ]*PRIVATE KEY)/;

/** A username and password in an address; either may be empty or contain an `@`. */
export const credentials = /:\/\/[^\s/:@']*:[^\s/']*@/g;

/** Whether a text contains a token, or an address with a password. */
export function looksLikeToken(text: string): boolean {
  return tokenBeginning.test(text) || text.search(credentials) >= 0;
}

/** The text with each token truncated to its prefix. */
export function withoutTokens(text: string): string {
  const tokenPattern = new RegExp(`${tokenBeginning.source}[^\\s'"]*`, "g");
  return text.replace(tokenPattern, "$1…").replace(credentials, "://…@");
}
