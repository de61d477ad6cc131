import * as github from "@pulumi/github";
import { PublishingRepository } from "../../../components";
import type { Proposal } from "../../../core/workflows/proposal";
import { declareWorkflows } from "../../../stack/declare/workflows";
import { labelOf, record } from "../../components/recording";
import { stackWith } from "../settings/configuring";

const owner = "hellocplusplus0";
const images = { "v7/web": "web" };
const nothing = { repositories: new Map(), waitingWorkflows: new Set<string>() };

function publishing(name: string): PublishingRepository {
  const token = "ghp_exampleexampleexampleexampleexample";
  return new PublishingRepository(name, { owner, repository: name, token });
}

it("is written after the secret and the permissions, and only if it is set", async () => {
  const { dependencies, resources } = await record(() => {
    const shared = new github.Repository("shared", {});
    const stack = stackWith({ owner, repositories: { v7: { workflow: true, images }, v8: {} } });
    const repositories = ["v7", "v8"].map((name) => ({ name, publishing: publishing(name) }));
    return declareWorkflows(stack, repositories, nothing, { after: [shared] });
  });
  const files = resources.filter(({ type }) => type.endsWith("RepositoryFile"));
  expect(files.map(labelOf)).toEqual(["RepositoryFile v7-workflow"]);
  expect(dependencies["PublishWorkflow v7"]).toEqual([
    "ActionsSecret v7-secret",
    "Repository shared",
    "WorkflowRepositoryPermissions v7-workflow-permissions",
  ]);
});

it("its pages are listed by repository name, if it has one", async () => {
  const head = "pulumi-ghcr/publish-0123456789ab";
  const { result, resources } = await record(() => {
    const stack = stackWith({
      owner,
      repositories: {
        v7: { workflow: { pullRequest: true }, images },
        v8: { workflow: true, images: { "v8/api": "api" } },
      },
    });
    const repositories = ["v7", "v8"].map((name) => ({ name, publishing: publishing(name) }));
    const proposal: Proposal = { head, resources: "pull request", keepsFile: false };
    const hints = { repositoryId: undefined, secretMark: undefined, proposal };
    const preflight = { ...nothing, repositories: new Map([["v7", hints]]) };
    return declareWorkflows(stack, repositories, preflight, {});
  });
  expect(Object.keys(result.pullRequests ?? {})).toEqual(["v7"]);
  const labels = resources.map(labelOf).filter((label) => /^Repository(?:File|Pull)/.test(label));
  expect(labels).toEqual([
    "RepositoryFile v8-workflow",
    "RepositoryPullRequest v7-workflow-0123456789ab",
  ]);
});

it("is not declared while it waits for a first push", async () => {
  const { resources } = await record(() => {
    const workflow = { workflow: true, images };
    const other = { workflow: true, images: { "v8/api": "api" } };
    const stack = stackWith({ owner, repositories: { v7: workflow, v8: other } });
    const repositories = ["v7", "v8"].map((name) => ({ name, publishing: publishing(name) }));
    const preflight = { ...nothing, waitingWorkflows: new Set(["v7"]) };
    return declareWorkflows(stack, repositories, preflight, {});
  });
  const files = resources.filter(({ type }) => type.endsWith("RepositoryFile"));
  expect(files.map(labelOf)).toEqual(["RepositoryFile v8-workflow"]);
});
