import * as github from "@pulumi/github";
import { PublishingRepository } from "../../../components";
import type { Proposal } from "../../../core/workflows/proposal";
import { declareWorkflows } from "../../../stack/declare/workflows";
import { labelOf, record } from "../../components/recording";

const owner = "hellocplusplus0";
const to = { owner, registry: "ghcr.io" };
const workflow = {
  images: [{ name: "v7/web", context: "web", tags: ["latest"], platforms: ["linux/amd64"] }],
};

function publishing(name: string): PublishingRepository {
  const token = "ghp_exampleexampleexampleexampleexample";
  return new PublishingRepository(name, { owner, repository: name, token });
}

it("is written once the secret and the permissions are there, and only where it is wanted", async () => {
  const { dependencies, resources } = await record(() => {
    const shared = new github.Repository("shared", {});
    const repositories = [
      { name: "v7", workflow, publishing: publishing("v7") },
      { name: "v8", publishing: publishing("v8") },
    ];
    return declareWorkflows(repositories, to, { after: [shared] });
  });
  const files = resources.filter(({ type }) => type.endsWith("RepositoryFile"));
  expect(files.map(labelOf)).toEqual(["RepositoryFile v7-workflow"]);
  expect(dependencies["PublishWorkflow v7"]).toEqual([
    "ActionsSecret v7-secret",
    "Repository shared",
    "WorkflowRepositoryPermissions v7-workflow-permissions",
  ]);
});

it("its pages are given by the repositories' names, where there is one", async () => {
  const head = "pulumi-ghcr/publish-0123456789ab";
  const { result, resources } = await record(() => {
    const repositories = [
      { name: "v7", workflow: { ...workflow, pullRequest: true }, publishing: publishing("v7") },
      { name: "v8", workflow, publishing: publishing("v8") },
    ];
    const proposal = (): Proposal => ({ head, stage: "opened", keepsFile: false });
    return declareWorkflows(repositories, to, { proposal });
  });
  expect(Object.keys(result.pullRequests ?? {})).toEqual(["v7"]);
  const labels = resources.map(labelOf).filter((label) => /^Repository(?:File|Pull)/.test(label));
  expect(labels).toEqual([
    "RepositoryFile v8-workflow",
    "RepositoryPullRequest v7-workflow-0123456789ab",
  ]);
});
