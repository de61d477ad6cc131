import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { main } from "../../../../cli/main";
import {
  renderPublish,
  renderStack,
  type PublishPlan,
  type StackPlan,
} from "../../../../core/workflows";
import { consoleSaid } from "../../consoleSaid";

let folder: string;
const said = consoleSaid();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-workflow-"));
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  jest.replaceProperty(process, "env", {});
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[]): Promise<number> => main(["workflow", ...args], "1.2.3");

function stack(name: string, ...lines: readonly string[]): void {
  const all = ["encryptionsalt: v1:x", "config:", ...lines.map((line) => `  ${line}`)];
  writeFileSync(join(folder, `Pulumi.${name}.yaml`), all.join("\n"));
}

const owner = "ghcr:owner: hellocplusplus0";

/** What the settings below come to, whether they ask for a workflow or not. */
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
])("prints the file where the repository %s", async (_what, keptBy, repository) => {
  stack("prod", owner, "ghcr:token: {secure: v1:x}", "ghcr:repositories:", ...repository);
  const code = await run(["HelloCPlusPlus0/V7"]);
  const out = renderPublish({ ...plan, keptBy });
  expect([code, said]).toEqual([0, { out, error: "" }]);
});

it("takes the repository's address, too", async () => {
  stack("prod", owner, "ghcr:repositories:", "  v7:", ...images);
  expect(await run(["https://github.com/hellocplusplus0/v7"])).toBe(0);
  expect(said.out).toBe(renderPublish({ ...plan, keptBy: "hand" }));
});

it("takes what the defaults and the variables say", async () => {
  const defaults = "ghcr:defaults: {workflow: {branch: release}, secretName: PACKAGES}";
  stack("prod", defaults, "ghcr:repositories:", "  v7:", ...images);
  process.env.GITHUB_OWNER = "hellocplusplus0";
  process.env.GHCR_REGISTRY = "localhost:5000";
  const code = await run(["hellocplusplus0/v7"]);
  const own = { branch: "release", secretName: "PACKAGES", registry: "localhost:5000" };
  expect([code, said]).toEqual([0, { out: renderPublish({ ...plan, ...own }), error: "" }]);
});

it("prints the cleanup with it", async () => {
  const asked = ["  v7:", "    workflow: {cleanup: {olderThan: 1 year}}"];
  stack("prod", owner, "ghcr:repositories:", ...asked, ...images);
  const cleanup = {
    ...{ schedule: "23 3 * * SUN", olderThan: "1 year", keepUntagged: 10 },
    ...{ keepTags: [], delete: false },
  };
  expect(await run(["hellocplusplus0/v7"])).toBe(0);
  expect(said.out).toBe(renderPublish({ ...plan, cleanup }));
});

it("takes the stack that is named, and asks which where there are several", async () => {
  stack("dev", "ghcr:owner: octo", "ghcr:repositories: {app: {images: {app: app}}}");
  stack("prod", owner, "ghcr:repositories:", "  v7:", ...images);
  expect(await run(["hellocplusplus0/v7", "--stack", "acme/pulumi-ghcr/prod"])).toBe(0);
  expect(said).toEqual({ out: renderPublish({ ...plan, keptBy: "hand" }), error: "" });
  stack("staging", owner);
  expect(await run(["hellocplusplus0/v7"])).toBe(2);
  expect(said.error).toBe(
    "workflow: --stack: is missing, and prod, staging have a file here; name one of them\n" +
      "workflow: nothing was changed; 'pulumi-ghcr workflow --help' shows the usage\n",
  );
});

it("asks nothing where only the sandbox's stack lies beside", async () => {
  stack("dev", "ghcr:owner: octo");
  stack("prod", owner, "ghcr:repositories:", "  v7:", ...images);
  expect(await run(["hellocplusplus0/v7"])).toBe(0);
  expect(said).toEqual({ out: renderPublish({ ...plan, keptBy: "hand" }), error: "" });
});

it.each<[string, readonly string[], readonly string[], string]>([
  ["no repository", [], [], "the repository is missing: OWNER/NAME"],
  ["what is none", ["a/b/c"], [], "'a/b/c' is not a repository: OWNER/NAME"],
  ["a flag that there is not", ["a/b", "--stak", "x"], [], "(Did you mean --stack?)"],
  ["a stack that there is not", ["a/b", "--stack", "x"], [], "there is no Pulumi.x.yaml"],
  ["one that is near", ["a/b", "--stack", "prdo"], [owner], "; did you mean prod?"],
  ["no stack at all", ["a/b"], [], "there is no Pulumi.STACK.yaml in this folder"],
  ["another owner", ["octo/v7"], [owner], "ghcr:owner: is 'hellocplusplus0', and not 'octo'"],
  [
    "a repository that is not there",
    ["hellocplusplus0/v8"],
    [owner, "ghcr:repositories: {v7: {images: {web: web}}}"],
    "ghcr:repositories: names no 'v8'; did you mean 'v7'?",
  ],
  [
    "one without an image",
    ["hellocplusplus0/v7"],
    [owner, "ghcr:repositories: {v7: }"],
    "ghcr:repositories.v7.workflow: is set, but the repository has no image",
  ],
  [
    "settings that are wrong, whatever is asked",
    ["hellocplusplus0/v7"],
    [owner, "ghcr:repositorys: {}", "ghcr:repositories: {v7: {images: {web: 3}}}"],
    "ghcr:repositorys: is not a valid setting",
  ],
  ["what is no YAML", ["a/b"], ["a: [", "b"], "Pulumi.prod.yaml is not YAML: "],
])("tells %s", async (_what, args, lines, response) => {
  if (lines.length > 0) stack("prod", ...lines);
  expect(await run(args)).toBe(2);
  expect(said.out).toBe("");
  expect(said.error).toContain(response);
  for (const line of said.error.trim().split("\n")) expect(line).toMatch(/^workflow: /);
});

it("shows no token that stands where none belongs", async () => {
  stack("prod", "ghcr:owner: ghp_examplefake0000000000000000000000000000");
  expect(await run(["a/b", "ghp_examplefake0000000000000000000000000000"])).toBe(2);
  expect(await run(["a/b"])).toBe(2);
  expect(said.error).toContain("ghcr:owner");
  expect(said.error).not.toContain("examplefake");
});

describe("the workflow of the stack itself", () => {
  const whole = [
    owner,
    "ghcr:stackWorkflow: {repository: infrastructure, secrets: [PULUMI_ACCESS_TOKEN]}",
    "ghcr:repositories: {v7: {images: {web: {context: web, platforms: [linux/arm64]}}}}",
  ];
  const ofStack: StackPlan = {
    ...{ owner: "hellocplusplus0", repository: "infrastructure", stack: "prod", folder: "." },
    ...{ branch: "main", secrets: ["PULUMI_ACCESS_TOKEN"], driftSchedule: "37 4 * * *" },
    ...{ builder: { emulated: ["linux/arm64"] }, pulumiVersion, keptBy: "hand" },
  };

  it("is printed, for the stack as it is named", async () => {
    stack("prod", ...whole);
    expect(await run(["--stack-itself"])).toBe(0);
    expect(said).toEqual({ out: renderStack(ofStack), error: "" });
    said.out = "";
    expect(await run(["--stack-itself", "--stack", "acme/prod"])).toBe(0);
    expect(said.out).toBe(renderStack({ ...ofStack, stack: "acme/prod" }));
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ["that it is not set", ["--stack-itself"], [owner], "ghcr:stackWorkflow: is missing"],
    ["what is one too many", ["a/b", "--stack-itself"], whole, "'a/b' is one too many"],
    [
      "what is wrong with it",
      ["--stack-itself"],
      [owner, "ghcr:stackWorkflow: {repository: a, secrets: [PATH]}"],
      "ghcr:stackWorkflow.secrets.0: 'PATH' is a variable",
    ],
  ])("tells %s", async (_what, args, lines, response) => {
    stack("prod", ...lines);
    expect(await run(args)).toBe(2);
    expect(said.out).toBe("");
    expect(said.error).toContain(response);
  });
});
