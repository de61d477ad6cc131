import { isRecord } from "./json";

/** Of what a server says, this much is shown. */
const mostCharacters = 2_000;

const hidden = "[secret]";

/** Control and formatting characters, separators of lines, and halves of a character. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Where a token service gives a token; one that comes with a refusal is not known as a secret. */
const tokenField = /("(?:access_|refresh_|id_)?token"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gs;

/** A shorter text is no token, and would stand in many a word. */
const shortestSecret = 4;

/**
 * Whole up to a bound, on one line. Control characters are made visible, as are those that turn
 * the direction of writing: neither must act on a terminal. A secret that a server gives back is
 * taken out, before the text is cut, so that no half of one stays.
 */
export function readable(
  said: string | Buffer,
  secrets: Iterable<string> = [],
  most = mostCharacters,
): string {
  const text = withoutSecrets(said.toString(), secrets).replace(tokenField, `$1"${hidden}"`).trim();
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  return shown.replace(invisible, visible);
}

function visible(character: string): string {
  const known: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const code = character.codePointAt(0) ?? 0;
  return known[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
}

export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  const sought = [...secrets]
    .filter((secret) => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length);
  // Case does not count: the host of an address that was read is in lower case.
  const without = (left: string, secret: string): string =>
    left.replace(new RegExp(escaped(secret), "gi"), hidden);
  return sought.reduce((left, secret) => withoutStart(without(left, secret), secret), text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A value read from JSON, or headers, in which no text and no name holds a secret. */
export function scrubbed<Value>(value: Value, secrets: Iterable<string>): Value {
  const all = [...secrets];
  const scrub = (each: unknown): unknown => {
    if (typeof each === "string") return withoutSecrets(each, all);
    if (Array.isArray(each)) return each.map(scrub);
    if (!isRecord(each)) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, member]) => [withoutSecrets(key, all), scrub(member)]),
    );
  };
  return scrub(value) as Value;
}

/** A body that was cut may end with the beginning of a secret. */
function withoutStart(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= 8; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + hidden;
  }
  return text;
}

/** The ways in which a server could give a login back. */
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

/** What a header can carry: a token with a line break or an umlaut would crash its writing. */
export function isHeaderSafe(token: string): boolean {
  return token.length <= 16 * 1024 && /^[\x21-\x7e]+$/.test(token);
}
