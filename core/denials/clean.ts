/* eslint-disable no-control-regex -- control characters are these are removed */

/** Terminal escape sequences, and other invisible characters. */
const invisible =
  /\u001b(?:\[[0-?]{0,60}[ -/]{0,9}[@-~]|\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\)|.)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

export function removeInvisible(text: string): string {
  return text.replace(invisible, "");
}

/** Prefixes that Actions, gh, BuildKit, Compose, Terraform and others add to a line. */
const prefixes: readonly RegExp[] = [
  /^\s+/,
  /^[^\t\n]{1,200}\t[^\t\n]{1,200}\t(?=\uFEFF?\d{4}-)/,
  /^\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s/,
  /^##\[(?:error|warning|debug|group)\]/,
  /^::(?:error|warning)(?: [^:]{0,200})?::/,
  /^#\d{1,4} (?:\d{1,6}\.\d{1,4} )?/,
  /^[│╷╵]/,
  /^[\w.-]{1,60} {1,20}\| /,
];

/** A line without the prefixes before its message. */
export function stripPrefixes(line: string): string {
  let rest = removeInvisible(line);
  for (let round = 0; round < 6; round += 1) {
    const before = rest;
    for (const prefix of prefixes) rest = rest.replace(prefix, "");
    if (rest === before) break;
  }
  return rest.trimEnd();
}

/**
 * A message in the form that the table's patterns match: single spaces, without JSON and HTML escapes,
 * and with a registry's error body as clients print it, `CODE: message`.
 */
export function normalizeMessage(message: string): string {
  return message
    .replace(/&(?:quot|#34|#x22);/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/\\{1,9}(["'/])/g, "$1")
    .replace(/\\{1,9}[nrt](?![a-z])/g, " ")
    .replace(/\s+/g, " ")
    .replace(/"code" ?: ?"(\w{1,40})" ?, ?"message" ?: ?"/g, "$1: ");
}
