import { isTagRange, tagRangeProblem, tagsInRange } from "../../../core/tags/ranges";

const postgres = [
  ...["latest", "alpine", "15.8", "16", "16.0", "16.10", "16.9", "16.9-alpine", "17"],
  ...["17.1-alpine", "17beta1", "18", "18.0", "v16.4", "016.1", "16.1.2.3", "16-bookworm"],
  "17-rc1",
];

it.each<[string, readonly string[]]>([
  [">=16 <18", ["17", "16.10", "16.9", "v16.4", "16.0", "16"]],
  ["^16.5", ["16.10", "16.9"]],
  ["~16.9", ["16.9"]],
  ["15 || >=18", ["18.0", "18", "15.8"]],
  [">=16 <18 -alpine", ["17.1-alpine", "16.9-alpine"]],
  [">=16 -bookworm", ["16-bookworm"]],
  ["*", ["18.0", "18", "17", "16.10", "16.9", "v16.4", "16.0", "16", "15.8"]],
  [">=19", []],
])("%s takes %j", (range, taken) => {
  expect(isTagRange(range)).toBe(true);
  expect(tagRangeProblem(range)).toBeUndefined();
  expect(tagsInRange(range, postgres)).toEqual(taken);
  expect(tagsInRange(range, [...postgres].reverse())).toEqual(taken);
});

it.each(["16", "16.x", "alpine", "v1.2.3-rc.1", "a_b"])("%s is a tag", (tag) => {
  expect(isTagRange(tag)).toBe(false);
});

it.each([">=16 <eighteen", "> >", ">=16 -", "<<", `>=${"1".repeat(300)}`, "^ -alpine alpine", " "])(
  "%j is no range",
  (text) => {
    expect(tagRangeProblem(text)).toMatch(/^is neither a tag nor a version range; write/);
    expect(tagsInRange(text, postgres)).toEqual([]);
  },
);
