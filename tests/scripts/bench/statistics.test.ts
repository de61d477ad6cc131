import { median } from "../../../scripts/bench/statistics";

it.each([
  [[], undefined],
  [[3], 3],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])("median of %j: %j", (values, expected) => {
  expect(median(values)).toBe(expected);
});
