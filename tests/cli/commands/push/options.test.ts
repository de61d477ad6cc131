import { pushCommand } from "../../../../cli/commands/push/command";
import { readPushOptions, type PushFlags } from "../../../../cli/commands/push/options";
import { parsed } from "../../parsed";

const read = (...args: string[]): ReturnType<typeof readPushOptions> =>
  readPushOptions(parsed(pushCommand, args).opts<PushFlags>());

it("reads the tag and the stack", () => {
  expect(read("--tag", "v1.0.0", "--stack=production")).toEqual({
    tag: "v1.0.0",
    stack: "production",
    isJson: false,
  });
  expect(read("--tag", "v1.0.0", "--json")).toMatchObject({ stack: undefined, isJson: true });
});

it("reports a missing tag", () => {
  expect(read()).toEqual({ problems: ["--tag is missing; for example --tag v1.0.0"] });
});

it("reports the problem with a tag, and its position", () => {
  expect(read("--tag", "v1/0")).toEqual({
    problems: [expect.stringMatching(/^--tag: 'v1\/0' has '\/' at character 3/)],
  });
});

it("never repeats a token", () => {
  expect(JSON.stringify(read("--tag", "a ghp_fakeFAKE"))).not.toContain("fakeFAKE");
});
