import { isRecord } from "./json";

/** The part of a server's text that is shown. */
const maxCharacters = 2_000;

const redacted = "[secret]";

/** Control and formatting characters, line separators, and unpaired surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The fields in which a token service returns a token, which is not yet a known secret. */
const tokenField = /("(?:access_|refresh_|id_)?token"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gs;

/** A shorter text is not a token, and would occur inside other words. */
const minSecretLength = 4;

/**
 * A server's text on one line, up to a length limit. Control and bidirectional characters are escaped,
 * so that they cannot affect a terminal. Secrets are removed before the text is truncated, so that no
 * part of one remains.
 */
export function sanitizeServerText(
  received: string | Buffer,
  secrets: Iterable<string> = [],
  maxLength = maxCharacters,
): string {
  const text = redactText(received.toString(), secrets)
    .replace(tokenField, `$1"${redacted}"`)
    .trim();
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return shown.replace(invisible, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const code = character.codePointAt(0) ?? 0;
  return escapes[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
}

export function redactText(text: string, secrets: Iterable<string>): string {
  const longestFirst = [...secrets]
    .filter((secret) => secret.length >= minSecretLength)
    .sort((one, other) => other.length - one.length);
  // Case-insensitive: a parsed address has its host in lower case.
  const redactAll = (left: string, secret: string): string =>
    left.replace(new RegExp(escapeRegExp(secret), "gi"), redacted);
  return longestFirst.reduce(
    (left, secret) => redactPartial(redactAll(left, secret), secret),
    text,
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A JSON value or headers, with the secrets removed from all texts and keys. */
export function redactValue<Value>(value: Value, secrets: Iterable<string>): Value {
  const all = [...secrets];
  const scrub = (each: unknown): unknown => {
    if (typeof each === "string") return redactText(each, all);
    if (Array.isArray(each)) return each.map(scrub);
    if (!isRecord(each)) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, member]) => [redactText(key, all), scrub(member)]),
    );
  };
  return scrub(value) as Value;
}

/** A truncated body may end with the beginning of a secret. */
function redactPartial(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= 8; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + redacted;
  }
  return text;
}

/** The forms in which a server could return a login. */
export function secretsOf({ username, token }: { username: string; token: string }): string[] {
  const trimmed = token.trim();
  return [
    token,
    trimmed,
    encodeURIComponent(token),
    encodeURIComponent(trimmed),
    basicCredentials({ username, token }),
  ];
}

export function basicCredentials(login: { username: string; token: string }): string {
  return Buffer.from(`${login.username}:${login.token}`).toString("base64");
}

/** Whether a header can contain the token: a line break or an umlaut would throw. */
export function isHeaderSafe(token: string): boolean {
  return token.length <= 16 * 1024 && /^[\x21-\x7e]+$/.test(token);
}
