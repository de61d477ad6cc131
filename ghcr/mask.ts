import type { Token } from "./token";

const mask = "***";

/** The letters of both base64 alphabets. */
const base64Letter = /[A-Za-z0-9+/_=-]/;

/** A shorter piece of base64 would meet words that have nothing to do with a token. */
const shortestPiece = 6;

/**
 * The text without the tokens: as they are, as addresses and JSON write them, and in base64, as a
 * Basic header holds them behind a user's name and a Kubernetes secret holds that once more.
 */
export function masked(text: string, tokens: readonly Token[]): string {
  const values = tokens.map((token) => token.reveal()).filter((value) => value !== "");
  const plain = longestFirst(values.flatMap(plainForms));
  const pieces = longestFirst(values.flatMap((value) => base64Pieces(Buffer.from(value), 2)));
  const withoutPlain = plain.reduce((before, form) => before.replaceAll(form, mask), text);
  return pieces.reduce(withoutRunsAround, withoutPlain);
}

function longestFirst(forms: readonly string[]): readonly string[] {
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

function plainForms(value: string): readonly string[] {
  // encodeURIComponent throws on half a surrogate pair; UTF-8 has a stand-in for it.
  const encoded = encodeURIComponent(Buffer.from(value).toString());
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encoded,
    encoded.replaceAll("%20", "+"),
    encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ];
}

/**
 * What is left of bytes in base64 whatever stands before and behind them. Three bytes make four
 * letters, so there are three ways to lie; the letters at the ends depend on the neighbours.
 */
function base64Pieces(bytes: Buffer, depth: number): readonly string[] {
  if (depth === 0) return [];
  const pieces = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const piece = encoded.slice(first, last);
    return piece.length < shortestPiece ? [] : [piece];
  });
  const inUrls = pieces.map((piece) => piece.replaceAll("+", "-").replaceAll("/", "_"));
  return [
    ...pieces,
    ...inUrls,
    ...pieces.flatMap((piece) => base64Pieces(Buffer.from(piece), depth - 1)),
  ];
}

/** Takes out each piece with all the base64 around it: the user's name goes with the token. */
function withoutRunsAround(text: string, piece: string): string {
  let kept = "";
  let from = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, from)) {
    let start = at;
    let end = at + piece.length;
    while (start > from && base64Letter.test(text.charAt(start - 1))) start -= 1;
    while (end < text.length && base64Letter.test(text.charAt(end))) end += 1;
    kept += text.slice(from, start) + mask;
    from = end;
  }
  return kept + text.slice(from);
}
