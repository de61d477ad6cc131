import { pushCommand } from "../../../../cli/commands/push/command";
import { readPushOptions, type PushFlags } from "../../../../cli/commands/push/options";
import { parseOnly } from "../../parsed";

const readOptions = (...args: string[]): ReturnType<typeof readPushOptions> =>
  readPushOptions(parseOnly(pushCommand, args).opts<PushFlags>());

it("reads the tag and the stack", () => {
  expect(readOptions("--tag", "v1.0.0", "--stack=production")).toEqual({
    tag: "v1.0.0",
    stack: "production",
    isJson: false,
  });
  expect(readOptions("--tag", "v1.0.0", "--json")).toMatchObject({
    stack: undefined,
    isJson: true,
  });
});

it("reports a missing tag", () => {
  expect(readOptions()).toEqual({ problems: ["--tag is missing; for example --tag v1.0.0"] });
});

it("reports the problem with a tag, and its position", () => {
  expect(readOptions("--tag", "v1/0")).toEqual({
    problems: [expect.stringMatching(/^--tag: 'v1\/0' has '\/' at character 3/)],
  });
});

it("never repeats a token", () => {
  expect(JSON.stringify(readOptions("--tag", "a ghp_fakeFAKE"))).not.toContain("fakeFAKE");
});
