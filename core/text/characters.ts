/**
 * A character as a message can show it: one that cannot be seen by its escape, and one beyond ASCII
 * with its number, because a Cyrillic `е` looks like a Latin one.
 */
export function shownCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const number = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  if (point > 0x7e) return /[\p{L}\p{N}]/u.test(character) ? `'${character}' (${number})` : number;
  if (point >= 0x20 && point < 0x7f) return `'${character}'`;
  const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return escapes[character] === undefined ? number : `'${escapes[character]}'`;
}

/** `has ' ' at character 2`: the character at an index of the text, counted as people count. */
export function hasAt(text: string, index: number): string {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return `has ${shownCharacter(character)} at character ${characterNumber(text, index)}`;
}

/** The number that people give the character at an index: from one, and a pair of surrogates once. */
export function characterNumber(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length + 1;
}

/** Text in quotes on one line, cut where a message would drown in it. */
export function quoted(text: string, longest = 300): string {
  const shown = Array.from(text.slice(0, longest), (character) =>
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character)
      ? shownCharacter(character).replaceAll("'", "")
      : character,
  ).join("");
  return `'${shown}${text.length > longest ? "…" : ""}'`;
}
