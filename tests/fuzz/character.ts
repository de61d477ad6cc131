import fc from "fast-check";

/** The halves of surrogate pairs, which are no characters. */
const surrogates = { first: 0xd800, count: 0x800 };

function characterAt(index: number): string {
  return String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count);
}

function indexOf(value: unknown): number {
  const code = String(value).codePointAt(0) ?? 0;
  const index = code < surrogates.first ? code : code - surrogates.count;
  if (characterAt(index) !== value) throw new Error("it is not one character");
  return index;
}

/**
 * Any character, as the unit of a string. It is fast-check's "binary", which first makes a table of
 * all 1.1 million.
 */
export const character = fc.nat({ max: 0x10ffff - surrogates.count }).map(characterAt, indexOf);
