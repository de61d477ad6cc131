import { PublishWorkflow, type PublishWorkflowArgs } from "../../components";
import { proposalBranch, type Proposal } from "../../core/workflows/proposal";
import { renderPublish } from "../../core/workflows";
import { labelOf, record, valueOf, type Recording } from "./recording";

const image = {
  ...{ name: "v7/web", context: "web" },
  ...{ tags: ["{{tag}}", "latest"], platforms: ["linux/amd64"] },
};
const args: PublishWorkflowArgs = {
  ...{ owner: "hellocplusplus0", repository: "v7", branch: "release" },
  ...{ images: [image], pullRequest: true },
};
const path = ".github/workflows/publish.yml";
const content = renderPublish({
  ...{ owner: "hellocplusplus0", repository: "v7", branch: "release", images: [image] },
  ...{ registry: "ghcr.io", secretName: "GHCR_TOKEN", authentication: "token", attest: false },
  keptBy: "pull request",
});
const head = proposalBranch({ path, branch: "release", content });
const resourceName = `v7-workflow-${head.replace("pulumi-ghcr/publish-", "")}`;
const newProposal: Proposal = { head, resources: "all", keepsFile: false };

function propose(change: Partial<PublishWorkflowArgs> = {}): Promise<Recording<PublishWorkflow>> {
  return record(() => new PublishWorkflow("v7", { ...args, ...change }));
}

/** The same proposal, but as the preflight's hint says. */
function proposeWith(change: Partial<Proposal>): Promise<Recording<PublishWorkflow>> {
  return propose({ hints: { proposal: { ...newProposal, ...change } } });
}

it("is a branch, the file on it, and a pull request", async () => {
  const { resources, dependencies, options, outputs, result } = await propose();
  const [, branch, file, pullRequest] = resources;
  expect(resources.map(labelOf)).toEqual([
    "PublishWorkflow v7",
    `Branch ${resourceName}`,
    `RepositoryFile ${resourceName}`,
    `RepositoryPullRequest ${resourceName}`,
  ]);
  expect(branch?.inputs).toEqual({ repository: "v7", branch: head, sourceBranch: "release" });
  expect(file?.inputs).toEqual({
    ...{ repository: "v7", branch: head, file: path, content },
    commitMessage: `Keep ${path} as the stack has it`,
    overwriteOnCreate: true,
  });
  expect(pullRequest?.inputs).toEqual({
    ...{ baseRepository: "v7", baseRef: "release", headRef: head },
    title: "Publish containers from GitHub Actions",
    body: expect.stringContaining("settings of a Pulumi stack") as string,
  });
  expect(dependencies[`RepositoryFile ${resourceName}`]).toEqual([`Branch ${resourceName}`]);
  expect(dependencies[`RepositoryPullRequest ${resourceName}`]).toContain(
    `RepositoryFile ${resourceName}`,
  );
  expect(options).toEqual({
    [`Branch ${resourceName}`]: { retainOnDelete: true },
    [`RepositoryFile ${resourceName}`]: {
      retainOnDelete: true,
      ignoreChanges: ["commitMessage", "content"],
    },
    // Deleting it closes it, so it is not retained.
    [`RepositoryPullRequest ${resourceName}`]: { ignoreChanges: ["baseRef", "body", "title"] },
  });
  expect(Object.keys(outputs.v7 ?? {}).sort()).toEqual(["page", "path", "pullRequest"]);
  expect(await valueOf(result.path)).toBe(path);
});

it("has other resources for other content", async () => {
  const { resources } = await propose({ attest: true });
  expect(resources).toHaveLength(4);
  expect(resources.map(({ name }) => name)).not.toContain(resourceName);
});

it("is only the pull request once GitHub deleted the branch", async () => {
  const { resources, result } = await proposeWith({ resources: "pull request" });
  expect(resources.map(labelOf)).toEqual([
    "PublishWorkflow v7",
    `RepositoryPullRequest ${resourceName}`,
  ]);
  expect(result.pullRequest).toBeDefined();
});

it("has no resources if the file existed, and stores that for the next preflight", async () => {
  const { resources, result, outputs } = await proposeWith({ resources: "none" });
  expect(resources.map(labelOf)).toEqual(["PublishWorkflow v7"]);
  expect(result.pullRequest).toBeUndefined();
  expect(outputs.v7).toMatchObject({ repository: "v7", needless: head, path });
});

it("uses the branch in the hints", async () => {
  const { resources } = await proposeWith({ head: `${head}-2` });
  const branch = resources.find(({ type }) => type.endsWith(":Branch"));
  expect(branch).toMatchObject({ name: `${resourceName}-2`, inputs: { branch: `${head}-2` } });
});

it("keeps a file that the stack committed before, without writing to it", async () => {
  const { resources, options } = await proposeWith({ keepsFile: true });
  const kept = resources.find(({ name }) => name === "v7-workflow");
  expect(kept?.inputs).toMatchObject({ branch: "release", file: path });
  expect(options["RepositoryFile v7-workflow"]).toEqual({
    retainOnDelete: true,
    ignoreChanges: Object.keys(kept?.inputs ?? {}).sort(),
  });
});

it("can be changed by transforms", async () => {
  const { resources } = await propose({
    transform: {
      file: { commitMessage: "ci" },
      branch: { sourceBranch: "next" },
      pullRequest: (args) => ({ ...args, title: "ci" }),
    },
  });
  expect(resources.slice(1).map(({ inputs }) => inputs)).toEqual([
    expect.objectContaining({ sourceBranch: "next" }),
    expect.objectContaining({ commitMessage: "ci" }),
    expect.objectContaining({ title: "ci" }),
  ]);
});
