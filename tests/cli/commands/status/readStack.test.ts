import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStatusStack } from "../../../../cli/commands/status/state";
import { FakePulumi, type Answer } from "../../pulumi/fakePulumi";

const json = (value: unknown): Answer => ({ stdout: JSON.stringify(value) });
const config = json({
  "ghcr:owner": { value: "octo" },
  "ghcr:username": { value: "octo" },
  "ghcr:token": { value: `ghp_${"0".repeat(36)}`, secret: true },
  "ghcr:repositories": { value: "{}" },
});
const notSelected: Answer = { code: 255, stderr: "error: no stack selected" };

/** A folder with a stack's file, and a Pulumi with these answers. */
function setUp(answers: Readonly<Record<string, Answer>>): FakePulumi {
  const fake = new FakePulumi(answers);
  writeFileSync(join(fake.folder, "Pulumi.file.yaml"), "");
  fake.enter();
  return fake;
}

it("reads the selected stack without waiting for its name", async () => {
  const fake = setUp({
    "stack ls": json([{ name: "octo/pulumi-ghcr/prod", current: true }]),
    "config --show-secrets --json": config,
    "stack export": json({}),
  });
  expect(await readStatusStack(undefined)).toMatchObject({ name: "octo/pulumi-ghcr/prod" });
  expect([...fake.commands].sort()).toEqual([
    "config --show-secrets --json",
    "stack export",
    "stack ls --json",
  ]);
});

it("reads the stack that has a file if none is selected", async () => {
  setUp({
    "stack ls": json([{ name: "octo/pulumi-ghcr/file", current: false }]),
    "config --show-secrets --json --stack file": config,
    "config --show-secrets --json": notSelected,
    "stack export --stack file": json({}),
    "stack export": notSelected,
  });
  expect(await readStatusStack(undefined)).toMatchObject({ name: "file" });
});
