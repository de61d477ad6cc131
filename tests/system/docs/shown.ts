/** Values that differ in each run, and their replacements on the page. */
const masks: readonly (readonly [RegExp, string])[] = [
  // eslint-disable-next-line no-control-regex -- the start of a color
  [/\u001b\[[\d;]*m/g, ""],
  [/\r/g, ""],
  [/\((?:\d+ min )?\d+(?:\.\d+)? ?m?s\)/g, "(TIME)"],
  [/sha256:(?:[0-9a-f]+…?|…)/g, "sha256:…"],
  [/(?:localhost|127\.0\.0\.1):\d+|ghcr\.io/g, "HOST"],
  [/fingerprint [0-9a-f]{8}/g, "fingerprint …"],
  [/\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/g, "DATE"],
  [/\/tmp\/[^\s:,'")]+/g, "PATH"],
];

function mask(text: string): string {
  return masks.reduce((all, [pattern, stead]) => all.replace(pattern, stead), text);
}

/**
 * The first line of a page's block that does not match the output.
 * A line `…` matches any lines, and a `…` within a line any text. Blank lines and the spaces
 * around a line are ignored.
 */
export function findDifference(page: string, output: string): string | undefined {
  const lines = splitLines(page);
  const printed = splitLines(mask(output));
  if (lines.length === 0) return "the block is empty";
  // The possible numbers of matched output lines: there may be several.
  let passed: ReadonlySet<number> = new Set([0]);
  for (const line of lines) {
    const next =
      line === "…" ? skipLines(passed, printed.length) : matchLine(line, printed, passed);
    if (next.size === 0) return line;
    passed = next;
  }
  return passed.has(printed.length)
    ? undefined
    : `the output continues after '${lines.at(-1) ?? ""}'`;
}

function splitLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function skipLines(passed: ReadonlySet<number>, most: number): ReadonlySet<number> {
  const least = Math.min(...passed);
  return new Set(Array.from({ length: most - least + 1 }, (_each, index) => least + index));
}

function matchLine(
  line: string,
  printed: readonly string[],
  passed: ReadonlySet<number>,
): ReadonlySet<number> {
  const parts = mask(line).split("…").map(escapePattern);
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return new Set(
    [...passed].flatMap((index) => (pattern.test(printed[index] ?? "") ? [index + 1] : [])),
  );
}

function escapePattern(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
