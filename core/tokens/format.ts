import { Token, tokenPrefixes } from "./token";

/** A slip in the text that a token was read from. It never quotes the text. */
export interface FormatIssue {
  readonly message: string;
  readonly fix: string;
}

/** A token, or all that is wrong with the text that should hold one. */
export type TokenReading =
  { readonly token: Token } | { readonly formatIssues: readonly FormatIssue[] };

/**
 * Reads a token as people hand it over. One newline at the end is what `echo` and editors write, and
 * is taken off; any other blank is a finding, because a token with it logs in nowhere, and no message
 * tells why.
 */
export function readToken(text: string): TokenReading {
  const value = text.replace(/\r?\n$/, "");
  const formatIssues = findFormatIssues(value);
  return formatIssues.length === 0 ? { token: new Token(value) } : { formatIssues };
}

const knownPrefixes = Object.keys(tokenPrefixes).join("|");
const copyAgain = "copy the token once more, and nothing around it";
const giveValue = "give the token's value itself";

/** Each slip with the way to see it. */
const commonIssues: readonly (FormatIssue & { readonly pattern: RegExp })[] = [
  { pattern: /^["'`]|["'`]$/, message: "has quotes around it", fix: "take the quotes off" },
  {
    pattern: /^(?:authorization:\s*)?(?:bearer|token|basic)\s/i,
    message: "begins with a word of an Authorization header",
    fix: "leave out 'Bearer ' or 'token ' before the token",
  },
  {
    pattern: /^\$\{\{|\}\}$/,
    message: "is an expression of GitHub Actions that nothing put a value in for",
    fix: "use it in a workflow's env or with, not in a file or a setting",
  },
  {
    pattern: /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%)$/i,
    message: "is a variable's name that the shell put no value in for",
    fix: "mind the quotes: single ones keep a shell from putting the value in",
  },
  {
    pattern:
      /^(?:[*•xX.…]{3,}|<.*>|\[secret\]|(?:your|my)[-_ ]?(?:\w+[-_ ])?token(?:[-_ ]here)?)$/i,
    message: "is a mask or a stand-in and not a token",
    fix: giveValue,
  },
  {
    pattern: /^[a-z][a-z0-9+.-]*:\/\//i,
    message: "is an address",
    fix: "give the token alone, without the address that it is used in",
  },
  {
    pattern: new RegExp(`^[^:=\\s/]+:(?:${knownPrefixes})`),
    message: "is a user and a token in one",
    fix: "give the token alone, and the user where the user is asked for",
  },
  {
    pattern: new RegExp(
      `^(?:export\\s+|set\\s+)?[A-Za-z_]\\w*\\s*(?:=|:\\s)\\s*["']?(?:${knownPrefixes})`,
    ),
    message: "has the variable's name before it",
    fix: "give what stands behind the '='",
  },
  { pattern: /^\s+\S|^\uFEFF/, message: "has a blank or a newline before it", fix: copyAgain },
  { pattern: /\S\s+$/, message: "has a blank or a newline behind it", fix: copyAgain },
  { pattern: /\S\s+\S/, message: "has a blank or a newline inside", fix: copyAgain },
  {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    pattern: /[\u0000-\u0008\u000e-\u001f\u007f]/,
    message: "has a character that cannot be seen",
    fix: copyAgain,
  },
];

function findFormatIssues(value: string): readonly FormatIssue[] {
  if (value === "") {
    const fix = `${giveValue}: often the secret has another name, or the fork that runs has none`;
    return [{ message: "is empty", fix }];
  }
  if (value.trim() === "") return [{ message: "is nothing but blanks", fix: giveValue }];
  const formatIssues = commonIssues.filter(({ pattern }) => pattern.test(value));
  return [
    ...formatIssues.map(({ message, fix }) => ({ message, fix })),
    ...findNonAscii(value).map((message) => ({ message, fix: copyAgain })),
  ];
}

/** A pasted Cyrillic letter looks right. It is told by its number: its place would tell of the rest. */
function findNonAscii(value: string): readonly string[] {
  const point = Array.from(value, (character) => character.codePointAt(0) ?? 0).find(
    (each) => each > 0x7f,
  );
  if (point === undefined) return [];
  const number = point.toString(16).toUpperCase().padStart(4, "0");
  return [`has a character that no token has: U+${number}`];
}
