import { pushCommand } from "../../../../cli/commands/push/command";
import { readPushOptions, type PushFlags } from "../../../../cli/commands/push/options";
import { parseOnly } from "../../parsed";

function readOptions(...args: string[]): ReturnType<typeof readPushOptions> {
  const command = parseOnly(pushCommand, args);
  return readPushOptions(command.args[0], command.opts<PushFlags>());
}

it("reads the version and the stack", () => {
  expect(readOptions("v1.0.0", "--stack=production")).toEqual({
    version: { tag: "v1.0.0" },
    stack: "production",
    isForced: false,
    allowsDirty: false,
    isDryRun: false,
    isJson: false,
  });
  expect(readOptions("v1.0.0", "--json", "--force", "--allow-dirty", "--dry-run")).toMatchObject({
    stack: undefined,
    isForced: true,
    allowsDirty: true,
    isDryRun: true,
    isJson: true,
  });
});

it.each([
  [["--tag", "v1.0.0"], { tag: "v1.0.0" }],
  [["v1.0.0", "--tag", "v1.0.0"], { tag: "v1.0.0" }],
  [["--bump", "minor"], { bump: "minor" }],
])("%j is a version", (args, version) => {
  expect(readOptions(...args)).toMatchObject({ version });
});

it.each([
  [[], "the version is missing; for example: push v1.0.0, or push --bump patch"],
  [
    ["v1.0.0", "--tag", "v1.0.1"],
    "the version is given twice: 'v1.0.0' and --tag 'v1.0.1'; pass one of them",
  ],
  [
    ["v1.0.0", "--bump", "patch"],
    "--bump patch: the version is given, too: 'v1.0.0'; pass one of them",
  ],
])("%j is not: %s", (args, problem) => {
  expect(readOptions(...args)).toEqual({ problems: [problem] });
});

it("reports the problem with a version, and its position", () => {
  expect(readOptions("v1/0")).toEqual({
    problems: [expect.stringMatching(/^'v1\/0' has '\/' at character 3/)],
  });
  expect(readOptions("--tag", "v1/0")).toEqual({
    problems: [expect.stringMatching(/^--tag: 'v1\/0' has '\/' at character 3/)],
  });
});

it("never repeats a token", () => {
  expect(JSON.stringify(readOptions("--tag", "a ghp_fakeFAKE"))).not.toContain("fakeFAKE");
  expect(JSON.stringify(readOptions("v1", "--tag", "ghp_fakeFAKE"))).not.toContain("fakeFAKE");
});
