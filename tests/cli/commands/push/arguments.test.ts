import { readPushArguments } from "../../../../cli/commands/push/arguments";

function problemsOf(...args: string[]): readonly string[] {
  const read = readPushArguments(args);
  return read.is === "wrong" ? read.problems : [read.is];
}

it("takes the tag and the stack", () => {
  expect(readPushArguments(["--tag", "v1.0.0", "--stack=production"])).toEqual({
    is: "right",
    asked: { tag: "v1.0.0", stack: "production", isJson: false },
  });
  expect(readPushArguments(["--tag", "v1.0.0", "--json"])).toMatchObject({
    asked: { stack: undefined, isJson: true },
  });
});

it.each([
  [[], ["--tag is missing; write for instance --tag v1.0.0"]],
  [["--tag"], ["--tag needs a value: --tag TAG"]],
  [["--tag", ""], ["--tag needs a value: --tag TAG"]],
  [["--tag", "v1", "--tag", "v2"], ["--tag is given twice"]],
  [
    ["v1.0.0"],
    ["'v1.0.0' belongs to no flag", "--tag is missing; write for instance --tag v1.0.0"],
  ],
  [
    ["--tga", "v1"],
    [expect.stringContaining("did you mean --tag?"), expect.anything(), expect.anything()],
  ],
])("%j is told: %j", (args, problems) => {
  expect(problemsOf(...args)).toEqual(problems);
});

it("says what is wrong with a tag, and at which character", () => {
  expect(problemsOf("--tag", "v1/0")).toEqual([
    expect.stringMatching(/^--tag: 'v1\/0' has '\/' at character 3/),
  ]);
});

it("never repeats a token", () => {
  expect(problemsOf("ghp_fakeFAKE", "--tag", "a ghp_fakeFAKE").join()).not.toContain("fakeFAKE");
});
