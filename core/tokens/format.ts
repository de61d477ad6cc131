import { Token, tokenPrefixes } from "./token";

/** A slip in the text that a token was read from. It never quotes the text. */
export interface FormatIssue {
  readonly formatIssue: string;
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

const known = Object.keys(tokenPrefixes).join("|");
const again = "copy the token once more, and nothing around it";
const theValue = "give the token's value itself";

/** Each slip with the way to see it. */
const typical: readonly (FormatIssue & { readonly seen: RegExp })[] = [
  { seen: /^["'`]|["'`]$/, formatIssue: "has quotes around it", fix: "take the quotes off" },
  {
    seen: /^(?:authorization:\s*)?(?:bearer|token|basic)\s/i,
    formatIssue: "begins with a word of an Authorization header",
    fix: "leave out 'Bearer ' or 'token ' before the token",
  },
  {
    seen: /^\$\{\{|\}\}$/,
    formatIssue: "is an expression of GitHub Actions that nothing put a value in for",
    fix: "use it in a workflow's env or with, not in a file or a setting",
  },
  {
    seen: /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%)$/i,
    formatIssue: "is a variable's name that the shell put no value in for",
    fix: "mind the quotes: single ones keep a shell from putting the value in",
  },
  {
    seen: /^(?:[*•xX.…]{3,}|<.*>|\[secret\]|(?:your|my)[-_ ]?(?:\w+[-_ ])?token(?:[-_ ]here)?)$/i,
    formatIssue: "is a mask or a stand-in and not a token",
    fix: theValue,
  },
  {
    seen: /^[a-z][a-z0-9+.-]*:\/\//i,
    formatIssue: "is an address",
    fix: "give the token alone, without the address that it is used in",
  },
  {
    seen: new RegExp(`^[^:=\\s/]+:(?:${known})`),
    formatIssue: "is a user and a token in one",
    fix: "give the token alone, and the user where the user is asked for",
  },
  {
    seen: new RegExp(`^(?:export\\s+|set\\s+)?[A-Za-z_]\\w*\\s*(?:=|:\\s)\\s*["']?(?:${known})`),
    formatIssue: "has the variable's name before it",
    fix: "give what stands behind the '='",
  },
  { seen: /^\s+\S|^\uFEFF/, formatIssue: "has a blank or a newline before it", fix: again },
  { seen: /\S\s+$/, formatIssue: "has a blank or a newline behind it", fix: again },
  { seen: /\S\s+\S/, formatIssue: "has a blank or a newline inside", fix: again },
  {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    seen: /[\u0000-\u0008\u000e-\u001f\u007f]/,
    formatIssue: "has a character that cannot be seen",
    fix: again,
  },
];

function findFormatIssues(value: string): readonly FormatIssue[] {
  if (value === "") {
    const fix = `${theValue}: often the secret has another name, or the fork that runs has none`;
    return [{ formatIssue: "is empty", fix }];
  }
  if (value.trim() === "") return [{ formatIssue: "is nothing but blanks", fix: theValue }];
  const formatIssues = typical.filter(({ seen }) => seen.test(value));
  return [
    ...formatIssues.map(({ formatIssue, fix }) => ({ formatIssue, fix })),
    ...beyondAscii(value).map((formatIssue) => ({ formatIssue, fix: again })),
  ];
}

/** A pasted Cyrillic letter looks right. It is told by its number: its place would tell of the rest. */
function beyondAscii(value: string): readonly string[] {
  const point = Array.from(value, (character) => character.codePointAt(0) ?? 0).find(
    (each) => each > 0x7f,
  );
  if (point === undefined) return [];
  const number = point.toString(16).toUpperCase().padStart(4, "0");
  return [`has a character that no token has: U+${number}`];
}
