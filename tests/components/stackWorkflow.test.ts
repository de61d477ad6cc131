import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { StackWorkflow, type StackWorkflowArgs } from "../../components";
import { renderStack, type StackPlan } from "../../core/workflows";
import { record, refusedProperty, valueOf, type Recording } from "./recording";

const secrets = ["PULUMI_ACCESS_TOKEN"];

function write(args: Partial<StackWorkflowArgs> = {}): Promise<Recording<StackWorkflow>> {
  const workflowArgs = { owner: "hellocplusplus0", repository: "infrastructure", secrets, ...args };
  return record(() => new StackWorkflow("infrastructure", workflowArgs));
}

/** The name of the stack that Pulumi updates, with its organization. */
function planWith(changed: Partial<StackPlan> = {}): StackPlan {
  return {
    ...{ owner: "hellocplusplus0", repository: "infrastructure", stack: nameOfStack() },
    ...{ folder: ".", branch: "main", secrets, pulumiVersion },
    ...changed,
  };
}

function nameOfStack(): string {
  const organization = pulumi.getOrganization();
  return organization === "organization"
    ? pulumi.getStack()
    : `${organization}/${pulumi.getStack()}`;
}

const page = "https://github.com/hellocplusplus0/infrastructure/actions/workflows";

it("is one file", async () => {
  const { resources, outputs } = await write();
  expect(resources).toEqual([
    { type: "ghcr:index:StackWorkflow", name: "infrastructure", inputs: {} },
    {
      type: "github:index/repositoryFile:RepositoryFile",
      name: "infrastructure-stack-workflow",
      parent: "infrastructure",
      inputs: {
        repository: "infrastructure",
        branch: "main",
        file: ".github/workflows/stack.yml",
        content: renderStack(planWith()),
        commitMessage: "Keep .github/workflows/stack.yml as the stack has it",
        overwriteOnCreate: false,
      },
    },
  ]);
  const path = ".github/workflows/stack.yml";
  expect(outputs).toEqual({ infrastructure: { path, page: `${page}/stack.yml` } });
});

it("follows its arguments", async () => {
  const builder = { name: "big", emulated: ["linux/arm64"] };
  const options = { stack: "acme/prod", folder: "infra", branch: "production", builder };
  const backendOptions = { backend: "s3://state", driftSchedule: "5 6 * * *" };
  const { result, resources } = await write({
    ...{ ...options, ...backendOptions },
    path: ".github/workflows/production.yml",
    overwrite: true,
    transform: { file: { commitMessage: "ci: stack" } },
  });
  expect(resources[1]?.inputs).toMatchObject({
    branch: "production",
    file: ".github/workflows/production.yml",
    content: renderStack(planWith({ ...options, ...backendOptions })),
    commitMessage: "ci: stack",
    overwriteOnCreate: true,
  });
  expect(await valueOf(result.page)).toBe(`${page}/production.yml`);
});

it.each<[string, Partial<StackWorkflowArgs>]>([
  ["owner", { owner: "a b" }],
  ["repository", { repository: "" }],
  ["stack", { stack: "a b" }],
  ["branch", { branch: "v*" }],
  ["folder", { folder: "../a" }],
  ["path", { path: "stack.yml" }],
  ["secrets", { secrets: [] }],
  ["secrets", { secrets: ["PATH"] }],
  ["secrets", { secrets: ["GITHUB_TOKEN"] }],
  ["backend", { backend: "file://~" }],
  ["driftSchedule", { driftSchedule: "daily" }],
])("reports an invalid argument by its name: %s", async (property, args) => {
  expect(await refusedProperty(() => write(args))).toBe(property);
});
