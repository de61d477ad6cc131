import { nearest } from "../../../core/text/nearest";
import { withTimeout } from "../../withTimeout";

const names = ["context", "platforms", "tags"];

it.each([
  ["a letter too few", "contex", "context"],
  ["two letters swapped", "platfroms", "platforms"],
  ["capitals", "TAGS", "tags"],
  ["a letter too many", "tagss", "tags"],
  ["another letter", "togs", "tags"],
])("suggests what is near: %s", (_what, text, meant) => {
  expect(nearest(text, names)).toBe(meant);
});

it("suggests the nearest where several are near", () => {
  expect(nearest("tag", ["target", "tags"])).toBe("tags");
});

it.each(["visibility", "", "x"])("suggests nothing for what is far: '%s'", (text) => {
  expect(nearest(text, names)).toBeUndefined();
});

it("takes no time over a text that no name is as long as", () => {
  const far = withTimeout(() => nearest("x".repeat(5_000_000), ["x".repeat(100_000)]));
  expect(far).toBeUndefined();
});
