import { findNearest } from "../../../core/text/nearest";
import { withTimeout } from "../../withTimeout";

const names = ["context", "platforms", "tags"];

it.each([
  ["a letter too few", "contex", "context"],
  ["two letters swapped", "platfroms", "platforms"],
  ["capitals", "TAGS", "tags"],
  ["a letter too many", "tagss", "tags"],
  ["another letter", "togs", "tags"],
])("suggests a near name: %s", (_what, text, expected) => {
  expect(findNearest(text, names)).toBe(expected);
});

it("suggests the nearest of several near names", () => {
  expect(findNearest("tag", ["target", "tags"])).toBe("tags");
});

it.each(["visibility", "", "x"])("suggests nothing if no name is near: '%s'", (text) => {
  expect(findNearest(text, names)).toBeUndefined();
});

it("skips a text that is much longer than any name", () => {
  const far = withTimeout(() => findNearest("x".repeat(5_000_000), ["x".repeat(100_000)]));
  expect(far).toBeUndefined();
});
