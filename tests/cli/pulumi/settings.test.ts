import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackOptions } from "../../../cli/pulumi/pulumi";
import { configurationIn, readConfiguration, stackOf } from "../../../cli/pulumi/settings";
import { parseSettings } from "../../../stack/settings";

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
    expect(() => stackOf(parsed)).toThrow("registry: stands there without 'ghcr:'");
  });
});

describe("a stack that Pulumi reads", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-configuration-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A Pulumi that prints this and ends with the code. */
  function stackWhere(printed: string, code = 0): StackOptions {
    const pulumi = join(folder, "pulumi");
    const lines = [
      `#!${process.execPath}`,
      `process.stdout.write(${JSON.stringify(printed)});`,
      `process.stderr.write(process.argv.slice(2).join(" "));`,
      `process.exitCode = ${code};`,
    ];
    writeFileSync(pulumi, lines.join("\n"));
    chmodSync(pulumi, 0o755);
    return { pulumi, program: folder, stack: "prod", environment: { GITHUB_OWNER: "octo" } };
  }

  it("has its values and which of them are secret", async () => {
    const printed = JSON.stringify({
      "ghcr:token": { value: "ghp_example", secret: true },
      "ghcr:builder": { value: '{"name":"big"}', objectValue: { name: "big" }, secret: false },
    });
    expect(await readConfiguration(stackWhere(printed))).toEqual({
      settings: {
        "ghcr:token": { value: "ghp_example", isSecret: true },
        "ghcr:builder": { value: '{"name":"big"}', isSecret: false },
      },
      environment: { GITHUB_OWNER: "octo" },
    });
  });

  it("shows nothing of what a command printed that failed and may hold a secret", async () => {
    const stack = stackWhere("a secret", 1);
    const failure = await readConfiguration(stack).catch((error: unknown) => String(error));
    expect(failure).toContain("'pulumi config --show-secrets' did not succeed");
    expect(failure).not.toContain("a secret");
  });
});
