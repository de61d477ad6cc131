/**
 * A character for a message: an invisible one as an escape, and one beyond ASCII with its code point,
 * because a Cyrillic `е` looks like a Latin one.
 */
export function describeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const number = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  if (point > 0x7e) return /[\p{L}\p{N}]/u.test(character) ? `'${character}' (${number})` : number;
  if (point >= 0x20 && point < 0x7f) return `'${character}'`;
  const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return escapes[character] === undefined ? number : `'${escapes[character]}'`;
}

/** The character at an index, as in `has ' ' at character 2`. */
export function describeCharacterAt(text: string, index: number): string {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return `has ${describeCharacter(character)} at character ${characterNumber(text, index)}`;
}

/** The one-based position of the character at an index; a surrogate pair counts once. */
export function characterNumber(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length + 1;
}

/** Text in quotes on one line, truncated to keep the message readable. */
export function quote(text: string, maximumLength = 300): string {
  const shown = Array.from(text.slice(0, maximumLength), (character) =>
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character)
      ? describeCharacter(character).replaceAll("'", "")
      : character,
  ).join("");
  return `'${shown}${text.length > maximumLength ? "…" : ""}'`;
}
