import { findDifference, mask } from "../system/docs/shown";

describe("what differs from run to run", () => {
  it.each([
    ["a time", "done (6.1 s), created (0.05s), (3 min 5 s)", "done (TIME), created (TIME), (TIME)"],
    ["a digest", "a@sha256:9656bd27aa and sha256:9656bd27…", "a@sha256:… and sha256:…"],
    [
      "where the registry is",
      "localhost:35601/a, 127.0.0.1:9/b, ghcr.io/c",
      "HOST/a, HOST/b, HOST/c",
    ],
    ["a fingerprint", "(classic, fingerprint 1a2b3c4d)", "(classic, fingerprint …)"],
    ["a date", "on 2027-02-16, at 2026-01-01T00:00:00.000Z", "on DATE, at DATE"],
    ["a temporary path", "in /tmp/pulumi-ghcr-a/b.yaml: no", "in PATH: no"],
    ["colors", "\u001b[31mred\u001b[0m", "red"],
  ])("is masked: %s", (_what, text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  it("does not include what only looks similar", () => {
    const same = "v1.0.0 (2 images), https://github.com/settings/tokens, 10 unchanged (of 12)";
    expect(mask(same)).toBe(same);
  });
});

describe("difference", () => {
  const output = "[1/2] Toolchain: 8 parts (0.1 s)\n\n  a created\n  b created\nall done\n";

  it.each([
    ["the same", "[1/2] Toolchain: 8 parts (0.4 s)\n  a created\n  b created\nall done"],
    ["any lines", "[1/2] Toolchain: 8 parts (0.4 s)\n…\nall done"],
    ["any lines at both ends", "…\nb created\n    …"],
    [
      "no line at all",
      "…\n[1/2] Toolchain: 8 parts (0 s)\n…\na created\n…\nb created\nall done\n…",
    ],
    ["any text within a line", "[1/2] Toolchain: …\n…\n… done"],
  ])("is none: %s", (_what, page) => {
    expect(findDifference(page, output)).toBeUndefined();
  });

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

  it("finds a later place where the first does not fit", () => {
    expect(findDifference("…\na\nc", "a\nb\na\nc")).toBeUndefined();
    expect(findDifference("…\na\n…\nb\n…", "a\nb\na")).toBeUndefined();
  });

  it("does not interpret the output as a gap", () => {
    expect(findDifference("a b", "a …")).toBe("a b");
  });
});
