/** Of what a server says, this much is shown. */
const mostCharacters = 2_000;

const hidden = "[secret]";

/** Control and formatting characters, separators of lines, and halves of a character. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

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
  const text = withoutSecrets(said.toString(), secrets).trim();
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
  return sought.reduce(
    (left, secret) => withoutStart(left.replaceAll(secret, hidden), secret),
    text,
  );
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
