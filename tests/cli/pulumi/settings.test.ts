import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackOptions } from "../../../cli/pulumi/pulumi";
import { configurationIn, readConfiguration, stackOf } from "../../../cli/pulumi/settings";
import { parseSettings } from "../../../stack/settings";
import { FakePulumi, type Answer } from "./fakePulumi";

const secure = { secure: "v1:x" };

describe("a stack's file", () => {
  it("has plain values as they are, and encrypted ones unread, also deep in a map", () => {
    const config = {
      "ghcr:owner": "octo",
      "ghcr:token": secure,
      "ghcr:builder": { name: "big" },
      "ghcr:repositories": { a: { images: { a: { tags: ["a", secure] } } } },
      "ghcr:defaults": { buildArgs: { secure: 1 }, target: { secure: "a", other: "b" } },
    };
    const { settings } = configurationIn(config, {});
    expect(settings).toEqual({
      "ghcr:owner": { value: "octo", isSecret: false },
      "ghcr:token": { value: undefined, isSecret: true },
      "ghcr:builder": { value: { name: "big" }, isSecret: false },
      "ghcr:repositories": { value: undefined, isSecret: true },
      "ghcr:defaults": { value: config["ghcr:defaults"], isSecret: false },
    });
  });

  it("is refused with a key without its prefix, which Pulumi takes for the project's own", () => {
    const parsed = parseSettings(configurationIn({ "ghcr:owner": "octo", registry: "a" }, {}), []);
    expect(() => stackOf(parsed)).toThrow("registry: has no 'ghcr:' prefix");
  });
});

describe("a stack that Pulumi reads", () => {
  let fake: FakePulumi;

  afterEach(() => {
    fake.remove();
  });

  /** A Pulumi that answers so when it is asked for the settings. */
  function stackWhere(answer: Answer): StackOptions {
    fake = new FakePulumi({ "config --show-secrets --json --stack prod": answer });
    return fake.stack;
  }

  it("has its values and which of them are secret, by one command", async () => {
    const stdout = JSON.stringify({
      "ghcr:token": { value: "ghp_example", secret: true },
      "ghcr:builder": { value: '{"name":"big"}', objectValue: { name: "big" }, secret: false },
    });
    expect(await readConfiguration(stackWhere({ stdout }))).toEqual({
      settings: {
        "ghcr:token": { value: "ghp_example", isSecret: true },
        "ghcr:builder": { value: '{"name":"big"}', isSecret: false },
      },
      environment: { GITHUB_OWNER: "octo" },
    });
    expect(fake.commands).toHaveLength(1);
  });

  it("shows nothing of what a command printed that failed and may hold a secret", async () => {
    const stack = stackWhere({ stdout: "a secret", code: 1 });
    const failure = await readConfiguration(stack).catch((error: unknown) => String(error));
    expect(failure).toContain("'pulumi config --show-secrets' did not succeed");
    expect(failure).not.toContain("a secret");
  });

  it("suggests the stack that was meant, where there is none of its name", async () => {
    const stack = stackWhere({ stderr: "error: no stack named 'prod' found\n", code: 255 });
    writeFileSync(join(stack.program, "Pulumi.prod2.yaml"), "");
    await expect(readConfiguration(stack)).rejects.toThrow(
      "Pulumi has no stack 'prod'; did you mean prod2?\nChoose one with 'pulumi stack select NAME'",
    );
  });
});
