import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { main } from "../../../../cli/main";
import {
  renderPublish,
  renderStack,
  type PublishPlan,
  type StackPlan,
} from "../../../../core/workflows";
import { captureConsole } from "../../captureConsole";
import { folderForEachTest } from "../../testFolder";

const folder = folderForEachTest();
const captured = captureConsole();

beforeEach(() => {
  jest.spyOn(process, "cwd").mockReturnValue(folder.path);
  jest.replaceProperty(process, "env", {});
});

const run = (args: readonly string[]): Promise<number> => main(["workflow", ...args], "1.2.3");

function writeStack(name: string, ...lines: readonly string[]): void {
  const all = ["encryptionsalt: v1:x", "config:", ...lines.map((line) => `  ${line}`)];
  folder.write(`Pulumi.${name}.yaml`, all.join("\n"));
}

const owner = "ghcr:owner: hellocplusplus0";

/** The plan of the settings below, with or without a workflow setting. */
const plan: PublishPlan = {
  ...{ owner: "hellocplusplus0", repository: "v7", registry: "ghcr.io", secretName: "GHCR_TOKEN" },
  authentication: "token",
  ...{ branch: "main", attest: false },
  images: [
    {
      ...{ name: "v7/web", context: "web", buildArgs: { PORT: "80" } },
      ...{ tags: ["{{tag}}", "latest"], platforms: ["linux/amd64"] },
    },
  ],
};

const images = ["    images:", "      v7/web: {context: web, buildArgs: {PORT: '80'}}"];

it.each<[string, PublishPlan["keptBy"], readonly string[]]>([
  ["asks for it", "update", ["  v7:", "    workflow: true", ...images]],
  [
    "asks for a pull request",
    "pull request",
    ["  v7:", "    workflow: {pullRequest: true}", ...images],
  ],
  ["does not", "hand", ["  v7:", ...images]],
  ["wants none", "hand", ["  v7:", "    workflow: false", ...images]],
])("prints the file if the repository %s", async (_what, keptBy, repository) => {
  writeStack("prod", owner, "ghcr:token: {secure: v1:x}", "ghcr:repositories:", ...repository);
  const code = await run(["HelloCPlusPlus0/V7"]);
  const out = renderPublish({ ...plan, keptBy });
  expect([code, captured]).toEqual([0, { out, error: "" }]);
});

it("uses the defaults and the variables", async () => {
  const defaults = "ghcr:defaults: {workflow: {branch: release}, secretName: PACKAGES}";
  writeStack("prod", defaults, "ghcr:repositories:", "  v7:", ...images);
  process.env.GITHUB_OWNER = "hellocplusplus0";
  process.env.GHCR_REGISTRY = "localhost:5000";
  const code = await run(["hellocplusplus0/v7"]);
  const overrides = { branch: "release", secretName: "PACKAGES", registry: "localhost:5000" };
  expect([code, captured]).toEqual([
    0,
    { out: renderPublish({ ...plan, ...overrides }), error: "" },
  ]);
});

it("uses the named stack", async () => {
  writeStack("dev", "ghcr:owner: octo", "ghcr:repositories: {app: {images: {app: app}}}");
  writeStack("prod", owner, "ghcr:repositories:", "  v7:", ...images);
  expect(await run(["hellocplusplus0/v7", "--stack", "acme/pulumi-ghcr/prod"])).toBe(0);
  expect(captured).toEqual({ out: renderPublish({ ...plan, keptBy: "hand" }), error: "" });
});

it.each<[string, readonly string[], readonly string[], string]>([
  ["what is none", ["a/b/c"], [], "'a/b/c' is not a repository: OWNER/NAME"],
  [
    "a stack that there is not",
    ["a/b", "--stack", "x"],
    [],
    "Pulumi.x.yaml in this folder is missing",
  ],
  ["one that is near", ["a/b", "--stack", "prdo"], [owner], "; did you mean prod?"],
  ["no stack at all", ["a/b"], [], "no Pulumi.STACK.yaml in this folder"],
  ["another owner", ["octo/v7"], [owner], "ghcr:owner: is 'hellocplusplus0', not 'octo'"],
  [
    "a repository that is not there",
    ["hellocplusplus0/v8"],
    [owner, "ghcr:repositories: {v7: {images: {web: web}}}"],
    "ghcr:repositories: has no 'v8'; did you mean 'v7'?",
  ],
  ["what is no YAML", ["a/b"], ["a: [", "b"], "Pulumi.prod.yaml is not YAML: "],
])("reports %s", async (_what, args, lines, response) => {
  if (lines.length > 0) writeStack("prod", ...lines);
  expect(await run(args)).toBe(2);
  expect(captured.out).toBe("");
  expect(captured.error).toContain(response);
  for (const line of captured.error.trim().split("\n")) expect(line).toMatch(/^workflow: /);
});

it("shows no token from the wrong place", async () => {
  writeStack("prod", "ghcr:owner: ghp_examplefake0000000000000000000000000000");
  expect(await run(["a/b", "ghp_examplefake0000000000000000000000000000"])).toBe(2);
  expect(await run(["a/b"])).toBe(2);
  expect(captured.error).toContain("ghcr:owner");
  expect(captured.error).not.toContain("examplefake");
});

describe("the workflow of the stack itself", () => {
  const settings = [
    owner,
    "ghcr:stackWorkflow: {repository: infrastructure, secrets: [PULUMI_ACCESS_TOKEN]}",
    "ghcr:repositories: {v7: {images: {web: {context: web, platforms: [linux/arm64]}}}}",
  ];
  const ofStack: StackPlan = {
    ...{ owner: "hellocplusplus0", repository: "infrastructure", stack: "prod", folder: "." },
    ...{ branch: "main", secrets: ["PULUMI_ACCESS_TOKEN"], driftSchedule: "37 4 * * *" },
    ...{ builder: { emulated: ["linux/arm64"] }, pulumiVersion, keptBy: "hand" },
  };

  it("is printed, for the named stack", async () => {
    writeStack("prod", ...settings);
    expect(await run(["--stack-itself"])).toBe(0);
    expect(captured).toEqual({ out: renderStack(ofStack), error: "" });
    captured.out = "";
    expect(await run(["--stack-itself", "--stack", "acme/prod"])).toBe(0);
    expect(captured.out).toBe(renderStack({ ...ofStack, stack: "acme/prod" }));
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ["that it is not set", ["--stack-itself"], [owner], "ghcr:stackWorkflow: is missing"],
    ["what is one too many", ["a/b", "--stack-itself"], settings, "unexpected argument 'a/b'"],
    [
      "what is wrong with it",
      ["--stack-itself"],
      [owner, "ghcr:stackWorkflow: {repository: a, secrets: [PATH]}"],
      "ghcr:stackWorkflow.secrets.0: 'PATH' is a variable",
    ],
  ])("reports %s", async (_what, args, lines, response) => {
    writeStack("prod", ...lines);
    expect(await run(args)).toBe(2);
    expect(captured.out).toBe("");
    expect(captured.error).toContain(response);
  });
});
