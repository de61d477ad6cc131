import { ageProblem, countProblem, tagPatternProblem } from "../../../core/workflows/cleanup";

it.each(["1 day", "90 days", "2 weeks", "6 months", "1 year", "99999 days"])(
  "an age can be '%s'",
  (age) => {
    expect(ageProblem(age)).toBeUndefined();
  },
);

it.each(["", "90", "0 days", "-1 days", "1.5 days", "90 Days", "a day", "1 second", "100000 days"])(
  "an age cannot be '%s'",
  (age) => {
    expect(ageProblem(age)).toContain("is not an age");
  },
);

const digest = `sha256:${"0a".repeat(32)}`;

it.each(["latest", "v*", "v1.?", "sha-*", "A_b-1", digest])("tags can be '%s'", (pattern) => {
  expect(tagPatternProblem(pattern)).toBeUndefined();
});

it.each([
  "",
  "a,b",
  "a b",
  "${{ x }}",
  "[ab]",
  "a/b",
  "a".repeat(129),
  "sha256:0a",
  `${digest}0`,
  `${digest}*`,
])("tags cannot be '%s'", (pattern) => {
  expect(tagPatternProblem(pattern)).toContain("is not a tag");
});

it.each([0, 1, 500])("%s can be kept", (count) => {
  expect(countProblem(count)).toBeUndefined();
});

it.each([-1, 1.5, Number.NaN, 1e300])("%s cannot be kept", (count) => {
  expect(countProblem(count)).toContain("is not a number of versions to keep");
});
