import { readFileSync, statSync } from "node:fs";
import { withVersion, plannedReferences } from "../../../../cli/commands/push/dryRun";
import { describeRelease } from "../../../../cli/commands/push/stack";
import { stackWith } from "../../../stack/settings/configuring";
import { folderForEachTest } from "../../testFolder";

describe("the stack's file for a dry run", () => {
  const program = folderForEachTest();

  it.each([
    ["another version", "config:\n  # Mine\n  ghcr:owner: me\n  ghcr:version: v1.0.0\n"],
    ["no version", "encryptionsalt: v1:a\nconfig:\n  ghcr:owner: me\n"],
    ["nothing", ""],
  ])("has the version in place of %s, and is removed afterwards", async (_what, before) => {
    program.write("Pulumi.prod.yaml", before);
    const stack = { program: program.path, stack: "organization/pulumi-ghcr/prod" };
    let copy = "";
    await withVersion(stack, "1.10", (file) => {
      copy = file;
      const text = readFileSync(file, "utf8");
      expect(text).toMatch(/^ {2}ghcr:version: "1\.10"$/m);
      const rest = before.replace(/ {2}ghcr:version:.*\n/, "");
      expect(text.replace(/ {2}ghcr:version:.*\n/, "")).toBe(rest === "" ? "config:\n" : rest);
      return Promise.resolve();
    });
    expect(statSync(copy, { throwIfNoEntry: false })).toBeUndefined();
    expect(program.read("Pulumi.prod.yaml")).toBe(before);
  });
});

it("names the references that each image would get", () => {
  const images = {
    web: "../web",
    api: { context: "../api", tags: ["{{version}}", "{{major}}", "sha-{{commit}}"] },
    elsewhere: { context: "../elsewhere", build: "actions" },
  };
  const desired = stackWith({ version: "v1.2.0", repositories: { a: { images } } });
  const facts = { commit: `${"c".repeat(40)}-dirty` };
  const read = describeRelease(desired).images.map((image) => ({ ...image, facts }));
  const name = "ghcr.io/f1bonacci66";
  expect(plannedReferences(read, "v1.2.0")).toEqual({
    web: [`${name}/web:v1.2.0`, `${name}/web:latest`],
    api: [`${name}/api:1.2.0`, `${name}/api:1`, `${name}/api:sha-ccccccc-dirty`],
  });
});
