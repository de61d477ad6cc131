import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { PublishingRepository } from "../../../components";
import { renderStack } from "../../../core/workflows";
import { declareStackWorkflow } from "../../../stack/declare/stackWorkflow";
import { workflowFiles } from "../../../stack/workflowFiles";
import { record } from "../../components/recording";
import { stackWith } from "../settings/configuring";

const secrets = ["PULUMI_ACCESS_TOKEN"];
const owner = "hellocplusplus0";
const stack = stackWith({ owner, stackWorkflow: { repository: "infrastructure", secrets } });
const bare = stackWith({ owner });

it("is written after its repository, if the stack has it", async () => {
  const args = { owner, token: pulumi.secret("ghp_example") };
  const { dependencies, resources } = await record(() => {
    const publishing = (name: string) =>
      new PublishingRepository(name, { ...args, repository: name });
    const repositories = ["Infrastructure", "v7"].map((name) => ({
      name,
      publishing: publishing(name),
    }));
    const preflight = { waitingWorkflows: new Set(["v7"]) };
    const waiting = { waitingWorkflows: new Set(["ghcr:stackWorkflow"]) };
    declareStackWorkflow(stack, repositories, preflight, {});
    declareStackWorkflow(bare, repositories, preflight, {});
    declareStackWorkflow(stack, repositories, waiting, {});
    return undefined;
  });
  expect(resources.filter(({ type }) => type.endsWith("StackWorkflow"))).toHaveLength(1);
  expect(dependencies["StackWorkflow infrastructure"]).toEqual([
    "ActionsSecret Infrastructure-secret",
    "WorkflowRepositoryPermissions Infrastructure-workflow-permissions",
  ]);
});

it("has the same content before it is declared", () => {
  expect(workflowFiles(stack).stack).toEqual({
    path: ".github/workflows/stack.yml",
    branch: "main",
    content: renderStack({
      ...{ owner, repository: "infrastructure", stack: pulumi.getStack(), folder: "." },
      ...{ branch: "main", secrets, pulumiVersion, driftSchedule: "37 4 * * *" },
    }),
  });
  expect(workflowFiles(bare).stack).toBeUndefined();
});
