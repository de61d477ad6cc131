/**
 * How tokens begin that no other text begins with. The first group is GitHub's; the others are what
 * builds are given: GitLab, npm, PyPI, Docker Hub, Slack, AWS, a JSON Web Token, a private key.
 */
export const tokenBeginning =
  /(?<![A-Za-z0-9])(gh[a-z]_|github_pat_|glpat-|npm_(?=\w{36})|pypi-|dckr_[a-z]{3,4}_|xox[a-z]-|AKIA(?=[A-Z0-9]{16})|eyJ(?=\w{8,}\.)|-----BEGIN [A-Z ]*PRIVATE KEY)/;

/** A user and a password in an address: of one without the other, or with an `@` in it, too. */
export const credentials = /:\/\/[^\s/:@']*:[^\s/']*@/g;

/** Whether a text looks like a token, or holds a password where addresses hold it. */
export function looksLikeToken(text: string): boolean {
  return tokenBeginning.test(text) || text.search(credentials) >= 0;
}

/** A text that may hold tokens, with each one cut behind its beginning. */
export function withoutTokens(text: string): string {
  const tokenPattern = new RegExp(`${tokenBeginning.source}[^\\s'"]*`, "g");
  return text.replace(tokenPattern, "$1…").replace(credentials, "://…@");
}
