import { Token, tokenKind, tokenPrefixes, type TokenKind } from "./token";

/** What is wrong with the form of a token. It never quotes the token. */
export interface FormatIssue {
  readonly message: string;
  readonly fix: string;
}

/** A token, or all issues of the text that should be one. */
export type TokenReading =
  | { readonly token: Token }
  | {
      readonly formatIssues: readonly FormatIssue[];
      /** The kind of token that the text is, apart from the issues. */
      readonly kind: TokenKind;
    };

/**
 * Reads a token from user input. One newline at the end, as `echo` and editors write it, is removed. Any
 * other whitespace is an issue: no login accepts such a token, and no server says why.
 */
export function readToken(text: string): TokenReading {
  return readExactToken(text.replace(/\r?\n$/, ""));
}

/**
 * Reads a token from where it is stored as it is, such as an environment variable or an Actions
 * secret. Whatever uses it next sends a newline at its end too.
 */
export function readExactToken(value: string): TokenReading {
  const formatIssues = findFormatIssues(value);
  return formatIssues.length === 0
    ? { token: new Token(value) }
    : { formatIssues, kind: tokenKind(value.trim()) };
}

const prefixPattern = Object.keys(tokenPrefixes).join("|");
const copyAgain = "copy the token again, with nothing around it";
const giveValue = "set the token's actual value";

/** Each common issue with the pattern that detects it. */
const commonIssues: readonly (FormatIssue & { readonly pattern: RegExp })[] = [
  { pattern: /^["'`]|["'`]$/, message: "has quotes around it", fix: "remove the quotes" },
  {
    pattern: /^(?:authorization:\s*)?(?:bearer|token|basic)\s/i,
    message: "begins with a word from an Authorization header",
    fix: "remove 'Bearer ' or 'token ' before the token",
  },
  {
    pattern: /^\$\{\{|\}\}$/,
    message: "is a GitHub Actions expression that was not evaluated",
    fix: "use it in a workflow's env or with, not in a file or a setting",
  },
  {
    pattern: /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%)$/i,
    message: "is a variable that the shell did not expand",
    fix: "use double quotes: a shell expands no variables inside single quotes",
  },
  {
    pattern:
      /^(?:[*•xX.…]{3,}|<.*>|\[secret\]|(?:your|my)[-_ ]?(?:\w+[-_ ])?token(?:[-_ ]here)?)$/i,
    message: "is a mask or a placeholder, not a token",
    fix: giveValue,
  },
  {
    pattern: /^[a-z][a-z0-9+.-]*:\/\//i,
    message: "is an address",
    fix: "set the token alone, without the address",
  },
  {
    pattern: new RegExp(`^[^:=\\s/]+:(?:${prefixPattern})`),
    message: "is a username and a token in one",
    fix: "set the token alone, and the username in its own setting",
  },
  {
    pattern: new RegExp(
      `^(?:export\\s+|set\\s+)?[A-Za-z_]\\w*\\s*(?:=|:\\s)\\s*["']?(?:${prefixPattern})`,
    ),
    message: "begins with a variable name",
    fix: "set only what follows the '='",
  },
  { pattern: /^\s+\S|^\uFEFF/, message: "begins with whitespace", fix: copyAgain },
  { pattern: /\S\s*\n$/, message: "ends with a newline", fix: copyAgain },
  { pattern: /\S\s*[^\S\n]$/, message: "ends with whitespace", fix: copyAgain },
  { pattern: /\S\s+\S/, message: "contains whitespace", fix: copyAgain },
  {
    // eslint-disable-next-line no-control-regex -- it detects control characters
    pattern: /[\u0000-\u0008\u000e-\u001f\u007f]/,
    message: "contains an invisible character",
    fix: copyAgain,
  },
];

function findFormatIssues(value: string): readonly FormatIssue[] {
  if (value === "") {
    const fix = `${giveValue}: often the secret has another name, or a fork has no access to it`;
    return [{ message: "is empty", fix }];
  }
  if (value.trim() === "") return [{ message: "is only whitespace", fix: giveValue }];
  const formatIssues = commonIssues.filter(({ pattern }) => pattern.test(value));
  return [
    ...formatIssues.map(({ message, fix }) => ({ message, fix })),
    ...findNonAscii(value).map((message) => ({ message, fix: copyAgain })),
  ];
}

/** A pasted Cyrillic letter looks right. Its number is shown, but not its position in the secret. */
function findNonAscii(value: string): readonly string[] {
  const point = Array.from(value, (character) => character.codePointAt(0) ?? 0).find(
    (each) => each > 0x7f,
  );
  if (point === undefined) return [];
  const number = point.toString(16).toUpperCase().padStart(4, "0");
  return [`contains a character that no token has: U+${number}`];
}
