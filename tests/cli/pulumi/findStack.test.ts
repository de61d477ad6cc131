import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setVersion } from "../../../cli/commands/push/stack";
import { findStack } from "../../../cli/pulumi/findStack";
import { FakePulumi, type Answer } from "./fakePulumi";

let fake: FakePulumi;

/** Sets up a folder with these files, and a Pulumi on PATH with this answer to `stack ls`. */
function setUp(answer: Answer, ...files: readonly string[]): void {
  fake = new FakePulumi({ "stack ls": answer, config: {} });
  for (const file of files) writeFileSync(join(fake.folder, file), "");
  fake.enter();
}

const stackList = (current: boolean): Answer => ({
  stdout: JSON.stringify([
    { name: "octo/pulumi-ghcr/live", current: false },
    { name: "octo/pulumi-ghcr/prod", current },
  ]),
});

it("that was named is used as is, without asking Pulumi", async () => {
  setUp({ code: 1 }, "Pulumi.prod.yaml");
  expect(await findStack("other")).toMatchObject({ stack: "other", program: fake.folder });
  expect(fake.commands).toEqual([]);
});

it("that is selected has its organization, with one command", async () => {
  setUp(stackList(true), "Pulumi.file.yaml");
  expect(await findStack(undefined)).toMatchObject({ stack: "octo/pulumi-ghcr/prod" });
  expect(fake.commands).toEqual(["stack ls --json"]);
});

it("is the one with a file if none is selected", async () => {
  setUp(stackList(false), "Pulumi.file.yaml");
  expect(await findStack(undefined)).toMatchObject({ stack: "file" });
});

it("is required if there is neither", async () => {
  setUp(stackList(false));
  await expect(findStack(undefined)).rejects.toThrow(
    "no stack is selected\nSelect one with 'npx pulumi stack select NAME', or pass --stack NAME",
  );
});

it("cannot be found if Pulumi fails, with cause and fix", async () => {
  const stderr =
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";
  setUp({ stderr, code: 255 }, "Pulumi.file.yaml");
  await expect(findStack(undefined)).rejects.toThrow(
    /^'pulumi stack ls' failed: PULUMI_ACCESS_TOKEN must be set .*\n[^]*\nnpx pulumi login/,
  );
});

it("gets the version as a value, even one that looks like a flag, and can be unset again", async () => {
  setUp(stackList(true));
  await setVersion(fake.stack, "--v1");
  await setVersion(fake.stack, undefined);
  expect(fake.commands).toEqual([
    "config set ghcr:version --stack prod --plaintext -- --v1",
    "config rm ghcr:version --stack prod",
  ]);
});
