import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toRawConfiguration, readConfiguration, requireStack } from "../../../cli/pulumi/settings";
import { parseSettings } from "../../../stack/settings";
import { FakePulumi, type Answer } from "./fakePulumi";

const secure = { secure: "v1:x" };

describe("a stack's file", () => {
  it("has plain values, and leaves encrypted ones unread at any depth", () => {
    const config = {
      "ghcr:owner": "octo",
      "ghcr:token": secure,
      "ghcr:builder": { name: "big" },
      "ghcr:repositories": { a: { images: { a: { tags: ["a", secure] } } } },
      "ghcr:defaults": { buildArgs: { secure: 1 }, target: { secure: "a", other: "b" } },
    };
    const { settings } = toRawConfiguration(config, {});
    expect(settings).toEqual({
      "ghcr:owner": { value: "octo", isSecret: false },
      "ghcr:token": { value: undefined, isSecret: true },
      "ghcr:builder": { value: { name: "big" }, isSecret: false },
      "ghcr:repositories": { value: undefined, isSecret: true },
      "ghcr:defaults": { value: config["ghcr:defaults"], isSecret: false },
    });
  });

  it("rejects a key without a prefix, which Pulumi treats as the project's own", () => {
    const parsed = parseSettings(
      toRawConfiguration({ "ghcr:owner": "octo", registry: "a" }, {}),
      [],
    );
    expect(() => requireStack(parsed)).toThrow("registry: has no 'ghcr:' prefix");
  });
});

describe("a stack's configuration read through Pulumi", () => {
  const pulumiWith = (answer: Answer): FakePulumi =>
    new FakePulumi({ "config --show-secrets --json --stack prod": answer });

  it("has the values and their secrecy, with one command", async () => {
    const stdout = JSON.stringify({
      "ghcr:token": { value: "ghp_example", secret: true },
      "ghcr:builder": { value: '{"name":"big"}', objectValue: { name: "big" }, secret: false },
    });
    const fake = pulumiWith({ stdout });
    expect(await readConfiguration(fake.stack)).toEqual({
      settings: {
        "ghcr:token": { value: "ghp_example", isSecret: true },
        "ghcr:builder": { value: '{"name":"big"}', isSecret: false },
      },
      environment: { GITHUB_OWNER: "octo" },
    });
    expect(fake.commands).toHaveLength(1);
  });

  it("suggests a similar stack if the named one does not exist", async () => {
    const { stack } = pulumiWith({ stderr: "error: no stack named 'prod' found\n", code: 255 });
    writeFileSync(join(stack.program, "Pulumi.prod2.yaml"), "");
    await expect(readConfiguration(stack)).rejects.toThrow(
      "Pulumi has no stack 'prod'; did you mean prod2?\nSelect one with 'npx pulumi stack select NAME'",
    );
  });
});
