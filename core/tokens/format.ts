import { Token, tokenPrefixes } from "./token";

/** A slip in the text that a token was read from. It never quotes the text. */
export interface TokenSlip {
  readonly slip: string;
  readonly mend: string;
}

/** A token, or all that is wrong with the text that should hold one. */
export type TokenReading = { readonly token: Token } | { readonly slips: readonly TokenSlip[] };

/**
 * Reads a token as people hand it over. One newline at the end is what `echo` and editors write, and
 * is taken off; any other blank is a finding, because a token with it logs in nowhere, and no message
 * tells why.
 */
export function readToken(text: string): TokenReading {
  const value = text.replace(/\r?\n$/, "");
  const slips = findSlips(value);
  return slips.length === 0 ? { token: new Token(value) } : { slips };
}

const known = Object.keys(tokenPrefixes).join("|");
const again = "copy the token once more, and nothing around it";
const theValue = "give the token's value itself";

/** Each slip with the way to see it. */
const typical: readonly (TokenSlip & { readonly seen: RegExp })[] = [
  { seen: /^["'`]|["'`]$/, slip: "has quotes around it", mend: "take the quotes off" },
  {
    seen: /^(?:authorization:\s*)?(?:bearer|token|basic)\s/i,
    slip: "begins with a word of an Authorization header",
    mend: "leave out 'Bearer ' or 'token ' before the token",
  },
  {
    seen: /^\$\{\{|\}\}$/,
    slip: "is an expression of GitHub Actions that nothing put a value in for",
    mend: "use it in a workflow's env or with, not in a file or a setting",
  },
  {
    seen: /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%)$/i,
    slip: "is a variable's name that the shell put no value in for",
    mend: "mind the quotes: single ones keep a shell from putting the value in",
  },
  {
    seen: /^(?:[*•xX.…]{3,}|<.*>|\[secret\]|(?:your|my)[-_ ]?(?:\w+[-_ ])?token(?:[-_ ]here)?)$/i,
    slip: "is a mask or a stand-in and not a token",
    mend: theValue,
  },
  {
    seen: /^[a-z][a-z0-9+.-]*:\/\//i,
    slip: "is an address",
    mend: "give the token alone, without the address that it is used in",
  },
  {
    seen: new RegExp(`^[^:=\\s/]+:(?:${known})`),
    slip: "is a user and a token in one",
    mend: "give the token alone, and the user where the user is asked for",
  },
  {
    seen: new RegExp(`^(?:export\\s+|set\\s+)?[A-Za-z_]\\w*\\s*(?:=|:\\s)\\s*["']?(?:${known})`),
    slip: "has the variable's name before it",
    mend: "give what stands behind the '='",
  },
  { seen: /^\s+\S|^\uFEFF/, slip: "has a blank or a newline before it", mend: again },
  { seen: /\S\s+$/, slip: "has a blank or a newline behind it", mend: again },
  { seen: /\S\s+\S/, slip: "has a blank or a newline inside", mend: again },
  {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    seen: /[\u0000-\u0008\u000e-\u001f\u007f]/,
    slip: "has a character that cannot be seen",
    mend: again,
  },
];

function findSlips(value: string): readonly TokenSlip[] {
  if (value === "") {
    const mend = `${theValue}: often the secret has another name, or the fork that runs has none`;
    return [{ slip: "is empty", mend }];
  }
  if (value.trim() === "") return [{ slip: "is nothing but blanks", mend: theValue }];
  const slips = typical.filter(({ seen }) => seen.test(value));
  return [
    ...slips.map(({ slip, mend }) => ({ slip, mend })),
    ...beyondAscii(value).map((slip) => ({ slip, mend: again })),
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
