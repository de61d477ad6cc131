import { exportStack, readOutputs, selectStack } from "../../../cli/pulumi/pulumi";
import { PulumiFailure, runPulumi } from "../../../cli/pulumi/runPulumi";
import { FakePulumi, type Answer } from "./fakePulumi";

async function readFailure(args: readonly string[], answer: Answer): Promise<string> {
  const fake = new FakePulumi({ [args.join(" ")]: { code: 1, ...answer } });
  const failure = await runPulumi(fake.stack, args).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PulumiFailure);
  return (failure as PulumiFailure).message;
}

describe("a failed Pulumi command", () => {
  it("has its output, and the fix if known", async () => {
    const message = await readFailure(["config", "get", "ghcr:token"], {
      stderr: "error: incorrect passphrase\n",
    });
    expect(message).toMatch(/^'pulumi config get' failed: incorrect passphrase\n/);
    expect(message).toContain("Set PULUMI_CONFIG_PASSPHRASE to this stack's passphrase");
  });

  it("has only its name without output", async () => {
    expect(await readFailure(["login"], {})).toBe("'pulumi login' failed");
  });

  it("never shows a token", async () => {
    const message = await readFailure(["login"], { stderr: "error: at ghp_fakeFAKE" });
    expect(message).toBe("'pulumi login' failed: at ghp_…");
  });

  it.each([[["config", "get", "ghcr:token"]], [["config", "--show-secrets", "--json"]]])(
    "shows nothing where it may have printed a secret: %j",
    async (args) => {
      const message = await readFailure(args, { stdout: "hunter2", stderr: "error: and more" });
      expect(message).toBe(`'pulumi ${args.slice(0, 2).join(" ")}' failed`);
    },
  );
});

it("reads a stack's outputs and state with one command each, without secrets", async () => {
  const fake = new FakePulumi({
    "stack select": {},
    "stack output": { stdout: '{ "image": "a" }' },
    "stack export": { stdout: '{ "version": 3 }' },
  });
  await selectStack(fake.stack);
  expect(await readOutputs(fake.stack)).toEqual({ image: "a" });
  expect(await exportStack(fake.stack)).toEqual({ version: 3 });
  expect(fake.commands).toEqual([
    "stack select --create prod",
    "stack output --json --stack prod",
    "stack export --stack prod",
  ]);
});
