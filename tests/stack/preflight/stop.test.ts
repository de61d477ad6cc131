import * as pulumi from "@pulumi/pulumi";
import { proposalBranch } from "../../../core/workflows/proposal";
import type { DesiredStack } from "../../../stack/model";
import { runPreflight } from "../../../stack/preflight";
import { workflowFiles } from "../../../stack/workflowFiles";
import { githubForEachTest } from "../../sandbox/world";
import { configure, readSettings } from "../settings/configuring";
import { mockEngine } from "../state/prior";

const github = githubForEachTest();

beforeEach(() => mockEngine(() => ({ outputs: {} })));

afterEach(async () => {
  await pulumi.runtime.disconnect();
});

it("throws an error that Pulumi prints as it is, without a stack trace", async () => {
  configure({ registry: "localhost:1", repositories: {} });
  const settings = readSettings({ GITHUB_BASE_URL: github.origin });
  const thrown = await runPreflight(settings).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(pulumi.RunError);
  const { message, stack } = thrown as Error;
  // Pulumi takes seconds to prepare a stack trace.
  expect(stack).toBe(message);
  expect(message.split("\n")[0]).toBe("Preflight found 2 problems; nothing was changed.");
  expect(message).toContain("  - github:token: GitHub does not recognize this token");
  expect(message).toContain("  - ghcr:token: GitHub does not recognize this token");
});

it("is not stopped by an unreadable state if the preflight is off", async () => {
  await mockEngine(() => {
    throw new Error("the engine does not tell");
  });
  configure({ registry: "localhost:1", repositories: { a: { images: { a: "." } } } });
  const settings = readSettings({ GITHUB_BASE_URL: github.origin });
  const result = await runPreflight({ ...settings, preflight: "off" });
  const { fingerprint } = settings.credentials.publish;
  const pushPermission = { fingerprint, isAllowed: false };
  const prior = { hasState: false, fingerprint: "" };
  expect(result.images.get("a")).toEqual({ pushPermission, prior });
  await expect(runPreflight(settings)).rejects.toThrow();
});

it("renders the workflows that it checks", async () => {
  const repository = { workflow: { pullRequest: true }, images: { a: { context: "." } } };
  configure({ registry: "localhost:1", repositories: { a: repository } });
  const settings: DesiredStack = { ...readSettings(), preflight: "off" };
  const file = workflowFiles(settings).publish.get("a");
  const head = file && proposalBranch(file);
  const { repositories } = await runPreflight(settings);
  expect(file?.content).toContain("build-push-action");
  expect(repositories.get("a")?.proposal).toEqual({ head, resources: "all", keepsFile: false });
});
