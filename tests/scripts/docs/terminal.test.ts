import { terminalPicture } from "../../../scripts/docs/terminal";

/** Each text of a picture: position, length, color and content. */
function listTexts(picture: string): readonly (readonly string[])[] {
  const text = /<text x="(\d+)" y="(\d+)" textLength="(\d+)" fill="(#\w+)">(.*)<\/text>/g;
  return [...picture.matchAll(text)].map(([, ...parts]) => parts);
}

it("draws the command and each line in its place and color, without blank lines", () => {
  expect(listTexts(terminalPicture("npm a", "[1/2] b\n  …\n\n +  c\nd"))).toEqual([
    ["16", "46", "56", "#ffffff", "$ npm a"],
    ["16", "66", "56", "#79c0ff", "[1/2] b"],
    ["32", "86", "8", "#8b949e", "…"],
    ["24", "126", "32", "#7ee787", "+  c"],
    ["16", "146", "8", "#c9d1d9", "d"],
  ]);
});

it("is sized by its longest line and their number", () => {
  const readSize = (printed: string) =>
    / viewBox="0 0 (\d+ \d+)"/.exec(terminalPicture("a", printed));
  expect(readSize("b".repeat(10))?.[1]).toBe("112 88");
  expect(readSize(`${"b".repeat(20)}\nc`)?.[1]).toBe("192 108");
});

it("escapes XML", () => {
  const picture = terminalPicture("a > b", "<c> & d");
  expect(listTexts(picture).map((parts) => parts.at(-1))).toEqual([
    "$ a &gt; b",
    "&lt;c&gt; &amp; d",
  ]);
  expect(picture).toContain("<title>a &gt; b</title>");
});
