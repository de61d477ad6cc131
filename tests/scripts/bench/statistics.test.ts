import { median, medianOf, ratio } from "../../../scripts/bench/statistics";

it.each([
  [[], undefined],
  [[3], 3],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])("median of %j: %j", (values, expected) => {
  expect(median(values)).toBe(expected);
});

it("medianOf takes the samples that have the field", () => {
  expect(medianOf([{ bytes: 1 }, {}, { bytes: 3 }], "bytes")).toBe(2);
  expect(medianOf([{}], "bytes")).toBeUndefined();
});

it.each([
  [6, 4, 1.5],
  [6, 0, undefined],
  [undefined, 4, undefined],
  [6, undefined, undefined],
])("ratio of %j to %j: %j", (value, ours, expected) => {
  expect(ratio(value, ours)).toBe(expected);
});
