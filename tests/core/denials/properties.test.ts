import fc from "fast-check";
import { denials, recognize } from "../../../core/denials";
import { withoutTokens } from "../../../core/tokens/redact";
import { character } from "../../fuzz/character";
import { withTimeout } from "../../withTimeout";

const example = fc.constantFrom(...denials.map((denial) => denial.example));
const noise = fc.oneof(
  fc.string(),
  fc.string({ unit: character }),
  fc.constantFrom(
    ...["\u001b[31m", "\u001b]", '\\\\"', "\n", "ghcr.io/", "denied: "],
    ...['"code":"', " 403 ", "https://"],
  ),
);
/** Examples: complete, truncated, and with noise inserted. */
const mutated = fc
  .tuple(fc.array(fc.tuple(example, fc.nat(200), noise), { maxLength: 6 }), noise)
  .map(
    ([pieces, last]) =>
      pieces
        .map(([text, at, formatIssue]) => text.slice(0, at) + formatIssue + text.slice(at))
        .join("\n") + last,
  );

it("reading any text throws nothing, and reports existing lines", () => {
  fc.assert(
    fc.property(fc.oneof(mutated, noise), (text) => {
      const count = text.split("\n").length;
      for (const { line, lastLine, message, times } of recognize(text)) {
        expect(line).toBeGreaterThan(0);
        expect(lastLine).toBeGreaterThanOrEqual(line);
        expect(lastLine).toBeLessThanOrEqual(count);
        expect(times).toBeGreaterThan(0);
        expect(message).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});

it("an example is found anywhere among the lines of others", () => {
  fc.assert(
    fc.property(example, fc.array(fc.stringMatching(/^[a-c ]{0,60}$/)), (text, lines) => {
      const inside = recognize([...lines, text, ...lines].join("\n"));
      expect(inside.map(({ denial }) => denial?.id)).toEqual(
        recognize(text).map(({ denial }) => denial?.id),
      );
    }),
    { numRuns: 200 },
  );
});

it("a text without its tokens gives the same findings", () => {
  const token = "ghp_FAKEfakeFAKEfake0000";
  fc.assert(
    fc.property(fc.array(example, { minLength: 1, maxLength: 4 }), (texts) => {
      const line = (text: string): string => `token=${token} ${text}`;
      const found = (text: string) =>
        recognize(text).map(({ denial, line: at, host }) => [denial?.id, at, host]);
      const text = texts.map(line).join("\n");
      expect(found(withoutTokens(text))).toEqual(found(text));
      expect(JSON.stringify(recognize(withoutTokens(text)))).not.toContain("FAKE");
    }),
    { numRuns: 100 },
  );
});

const hostile = [
  ...["denied: ", "a", "ghcr.io/", "a.", "\\", "\u001b[", "\u001b]0;", "https://", " ", "&quot;"],
  ...["unexpected status from HEAD request to ", "failed to fetch oauth token: ", "1.1.1.1:"],
  ...["repository%3Aa%2Fb", "api.github.com/", '"code":"DENIED"', 'invalid tag "', "/manifests/"],
  ...["PUT https:/contents/.github/workflows/", "Failed to delete DELETE https:", "lookup a on b "],
  ...["Requesting bearer token: ", "HTTP request to https:"],
];

/** Reads the text, however long that takes, and checks that little is found in it. */
function expectFewFindings(text: string): void {
  const findings = withTimeout(() => recognize(text));
  expect(JSON.stringify(findings).length).toBeLessThan(500_000);
  expect(findings.length).toBeLessThanOrEqual(50);
}

it("a line of a megabyte is read", () => {
  expectFewFindings("denied: ".repeat(125_000));
});

it.each(hostile)("a line of a hundred kilobytes of %j is read", (piece) => {
  expectFewFindings(piece.repeat(100_000 / piece.length));
});

it.each([
  ["x".repeat(60), 250_000],
  ["denied", 250_000],
  ["unexpected status from HEAD request to https://ghcr.io/v2/", 100_000],
])("lines of %j, each another, are read", (piece, size) => {
  const lines = Array.from({ length: size / (piece.length + 8) }, (_, at) => `${piece} ${at}`);
  expectFewFindings(lines.join("\n"));
});

/** The work of reading the text: a step for each regular expression, and for each character of its. */
function matchingSteps(text: string): number {
  const { exec } = RegExp.prototype;
  let steps = 0;
  RegExp.prototype.exec = function (text) {
    steps += 1 + text.length;
    return exec.call(this, text);
  };
  try {
    recognize(text);
  } finally {
    RegExp.prototype.exec = exec;
  }
  return steps;
}

it("finds the message after a log of blank lines, quickly", () => {
  const message = 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied';
  const text = "\n".repeat(1_000_000) + message;
  expect(recognize(text)).toMatchObject([{ line: 1_000_001, denial: { id: "ghcr-denied" } }]);
  expect(matchingSteps(text)).toBe(matchingSteps(message));
});

it("four times the text is about four times the work", () => {
  const work = (size: number): number =>
    matchingSteps(hostile.map((piece) => piece.repeat(size / piece.length)).join(""));
  expect(work(80_000)).toBeLessThan(work(20_000) * 5);
});
