import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { PublishingRepository } from "../../../components";
import { renderStack } from "../../../core/workflows";
import { declareStackWorkflow, stackFile } from "../../../stack/declare/stackWorkflow";
import { record } from "../../components/recording";

const secrets = ["PULUMI_ACCESS_TOKEN"];

it("is written after the repository that it lies in, where the stack has that", async () => {
  const args = { owner: "hellocplusplus0", token: pulumi.secret("ghp_example") };
  const { dependencies, resources } = await record(() => {
    const publishing = (name: string) =>
      new PublishingRepository(name, { ...args, repository: name });
    const repositories = ["Infrastructure", "v7"].map((name) => ({
      name,
      publishing: publishing(name),
    }));
    const wanted = { repository: "infrastructure", secrets };
    declareStackWorkflow(wanted, { owner: "hellocplusplus0", repositories }, {});
    declareStackWorkflow(undefined, { owner: "hellocplusplus0", repositories }, {});
    return undefined;
  });
  expect(resources.filter(({ type }) => type.endsWith("StackWorkflow"))).toHaveLength(1);
  expect(dependencies["StackWorkflow infrastructure"]).toEqual([
    "ActionsSecret Infrastructure-secret",
    "WorkflowRepositoryPermissions Infrastructure-workflow-permissions",
  ]);
});

it("is known before it is declared", () => {
  const stackWorkflow = { repository: "infrastructure", secrets };
  expect(stackFile({ owner: "hellocplusplus0", stackWorkflow })).toEqual({
    repository: "infrastructure",
    file: {
      path: ".github/workflows/stack.yml",
      branch: "main",
      content: renderStack({
        ...{ owner: "hellocplusplus0", repository: "infrastructure", stack: pulumi.getStack() },
        ...{ folder: ".", branch: "main", secrets, pulumiVersion },
      }),
    },
  });
  expect(stackFile({ owner: "hellocplusplus0" })).toBeUndefined();
});
