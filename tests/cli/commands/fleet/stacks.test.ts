import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findStacks, readStacks } from "../../../../cli/commands/fleet/stacks";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { FakePulumi } from "../../pulumi/fakePulumi";

/** Pulumi with these stacks, and files for more. */
function pulumiWith(stacks: readonly string[], files: readonly string[] = []): FakePulumi {
  const stdout = JSON.stringify(stacks.map((name) => ({ name, current: false })));
  const pulumi = new FakePulumi({ "stack ls --json": { stdout } });
  for (const name of files) writeFileSync(join(pulumi.folder, `Pulumi.${name}.yaml`), "");
  return pulumi;
}

it.each<[string, readonly string[], readonly string[]]>([
  ["all characters", ["team-*"], ["team-a", "team-b"]],
  ["the complete name", ["team-a"], ["team-a"]],
  [
    "several patterns, each stack once",
    ["*-a", "team-*", "shared"],
    ["shared", "team-a", "team-b"],
  ],
  ["no character as a regular expression", ["t.am"], ["t.am"]],
])("finds stacks by %s", async (_what, patterns, expected) => {
  const names = ["team-b", "team-a", "shared", "steam-c", "t.am", "tram"];
  const pulumi = pulumiWith(names.map((name) => `organization/pulumi-ghcr/${name}`));
  const found = await findStacks(pulumi.stack, patterns);
  expect(found.map(({ stack }) => stack)).toEqual(
    expected.map((name) => `organization/pulumi-ghcr/${name}`),
  );
});

it("reports all patterns without a stack, and all files without one, with the fix", async () => {
  const pulumi = pulumiWith(["acme/pulumi-ghcr/team-a"], ["team-a", "team-new"]);
  await expect(findStacks(pulumi.stack, ["team-*", "tema-*", PUBLISHER_TOKEN])).rejects.toThrow(
    [
      "--stacks: no stack matches 'tema-*'; there are: team-a, team-new",
      "--stacks: no stack matches 'ghp_…'; there are: team-a, team-new",
      "team-new: the stack has a settings file, but does not exist; create it: npx pulumi stack init team-new",
    ].join("\n"),
  );
});

it("does not expect the sandbox's stack, whose file is in each clone", async () => {
  const pulumi = pulumiWith(["acme/pulumi-ghcr/team-a"], ["dev"]);
  expect(await findStacks(pulumi.stack, ["*"])).toHaveLength(1);
});

const setting = (value: unknown): object => ({ value: JSON.stringify(value), objectValue: value });
const settings = {
  "ghcr:owner": { value: "octo" },
  "ghcr:repositories": setting({ old: { create: true }, fresh: { create: true }, given: {} }),
  "ghcr:token": { value: PUBLISHER_TOKEN, secret: true },
  "github:token": { value: ADMINISTRATOR_TOKEN, secret: true },
};

function pulumiOf(config: object): FakePulumi {
  const type = "github:index/repository:Repository";
  const outputs = { fullName: "octo/old" };
  const resources = [{ type, outputs, created: "2026-01-01T00:00:01Z" }];
  return new FakePulumi({
    "config --show-secrets": { stdout: JSON.stringify(config) },
    "stack export": { stdout: JSON.stringify({ deployment: { resources } }) },
  });
}

it("reads which repositories an update will create, and when it created the others", async () => {
  const { stack } = pulumiOf(settings);
  const [read] = await readStacks([{ ...stack, stack: "organization/pulumi-ghcr/team-a" }]);
  expect(read).toMatchObject({ name: "team-a", desired: { owner: "octo" } });
  expect(read?.newRepositories.map(({ name }) => name)).toEqual(["fresh"]);
  expect(read?.creationTimes).toEqual([Date.UTC(2026, 0, 1, 0, 0, 1)]);
});

it("reports the problems of all stacks at once, without a token", async () => {
  const first = pulumiOf({ ...settings, "ghcr:owner": { value: "other" } });
  const second = new FakePulumi({ "stack export": {}, config: { stderr: "locked out", code: 1 } });
  const error: unknown = await readStacks([
    { ...first.stack, stack: "first" },
    { ...second.stack, stack: "second" },
  ]).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(
    /first: .*\n.*ghcr:owner: is 'other', but .*\nsecond: .*locked out/,
  );
  expect(String(error)).not.toContain(PUBLISHER_TOKEN);
});
