import { findDifference } from "../system/docs/shown";

describe("difference", () => {
  const output = "[1/2] Toolchain: 8 parts (0.1 s)\n\n  a created\n  b created\nall done\n";

  it.each([
    ["another word", "[1/2] Toolchain: 8 parts (0 s)\na made\n…", "a made"],
    ["a line too few at the beginning", "a created\n…", "a created"],
    ["a line too few at the end", "…\nb created", "the output continues after 'b created'"],
    ["a line too few in between", "[1/2] Toolchain: 8 parts (0 s)\nb created\n…", "b created"],
    ["another order", "…\nb created\n…\na created\n…", "a created"],
    ["a line too many", "…\nall done\nreally", "really"],
    ["nothing at all", "", "the block is empty"],
  ])("is reported: %s", (_what, page, expected) => {
    expect(findDifference(page, output)).toBe(expected);
  });

  it("does not interpret the output as a gap", () => {
    expect(findDifference("a b", "a …")).toBe("a b");
  });
});
