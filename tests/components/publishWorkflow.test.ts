import { PublishWorkflow, type PublishWorkflowArgs } from "../../components";
import { renderPublish, type PublishPlan } from "../../core/workflows";
import { record, refusedProperty, valueOf, type Recording } from "./recording";

const image = {
  name: "v7/web",
  context: "web",
  tags: ["{{tag}}", "latest"],
  platforms: ["linux/amd64"],
};

const plan: PublishPlan = {
  owner: "hellocplusplus0",
  repository: "v7",
  registry: "ghcr.io",
  secretName: "GHCR_TOKEN",
  authentication: "token",
  branch: "main",
  attest: false,
  images: [image],
};

function write(args: Partial<PublishWorkflowArgs> = {}): Promise<Recording<PublishWorkflow>> {
  const workflowArgs = { owner: "hellocplusplus0", repository: "v7", images: [image], ...args };
  return record(() => new PublishWorkflow("v7", workflowArgs));
}

const component = { type: "ghcr:index:PublishWorkflow", name: "v7", inputs: {} };

const file = {
  type: "github:index/repositoryFile:RepositoryFile",
  name: "v7-workflow",
  parent: "v7",
  inputs: {
    repository: "v7",
    branch: "main",
    file: ".github/workflows/publish.yml",
    content: renderPublish(plan),
    commitMessage: "Keep .github/workflows/publish.yml as the stack has it",
    overwriteOnCreate: false,
  },
};

const page = "https://github.com/hellocplusplus0/v7/actions/workflows";

it("is one file", async () => {
  const { resources, outputs, options } = await write();
  expect(resources).toEqual([component, file]);
  expect(outputs).toEqual({
    v7: { path: ".github/workflows/publish.yml", page: `${page}/publish.yml` },
  });
  expect(options).toEqual({});
});

it("follows its arguments", async () => {
  const { result, resources } = await write({
    registry: "localhost:5000",
    secretName: "PACKAGES",
    authentication: "workflow-token",
    branch: "release",
    attest: true,
    path: ".github/workflows/containers.yaml",
    overwrite: true,
  });
  const options = { registry: "localhost:5000", secretName: "PACKAGES", branch: "release" };
  expect(resources[1]?.inputs).toEqual({
    repository: "v7",
    branch: "release",
    file: ".github/workflows/containers.yaml",
    content: renderPublish({ ...plan, ...options, authentication: "workflow-token", attest: true }),
    commitMessage: "Keep .github/workflows/containers.yaml as the stack has it",
    overwriteOnCreate: true,
  });
  expect(await valueOf(result.page)).toBe(`${page}/containers.yaml`);
});

it("can be changed by a transform", async () => {
  const { resources, options } = await write({
    transform: {
      file: (args, opts) => {
        args.commitMessage = "ci: publish";
        opts.protect = true;
      },
    },
  });
  expect(resources[1]?.inputs).toEqual({ ...file.inputs, commitMessage: "ci: publish" });
  expect(options).toEqual({ "RepositoryFile v7-workflow": { protect: true } });
});

it.each<[string, Partial<PublishWorkflowArgs>]>([
  ["owner", { owner: "two words" }],
  ["repository", { repository: "a/b" }],
  ["registry", { registry: "https://ghcr.io" }],
  ["secretName", { secretName: "GITHUB_X" }],
  ["branch", { branch: "v*" }],
  ["path", { path: "publish.yml" }],
  ["images", { images: [] }],
  ["images[0].name", { images: [{ ...image, name: "a b" }] }],
  ["images[1].tags", { images: [image, { ...image, name: "b", tags: [] }] }],
  ["images[0].tags", { images: [{ ...image, tags: ["{{tug}}"] }] }],
  ["images[0].platforms", { images: [{ ...image, platforms: ["linux"] }] }],
])("rejects an invalid %s", async (property, args) => {
  expect(await refusedProperty(() => write(args))).toBe(property);
});

describe("its cleanup", () => {
  const cleanup = {
    ...{ schedule: "23 3 * * SUN", olderThan: "90 days", keepUntagged: 10 },
    ...{ keepTags: ["v*"], delete: true },
  };

  it("is part of the same file", async () => {
    const { resources } = await write({ cleanup });
    expect(resources).toHaveLength(2);
    expect(resources[1]?.inputs).toMatchObject({ content: renderPublish({ ...plan, cleanup }) });
  });

  it.each<[string, object]>([
    ["cleanup.schedule", { schedule: "weekly" }],
    ["cleanup.olderThan", { olderThan: "90" }],
    ["cleanup.keepUntagged", { keepUntagged: -1 }],
    ["cleanup.keepTagged", { keepTagged: 1.5 }],
    ["cleanup.keepTags", { keepTags: ["a,b"] }],
    ["cleanup.secretName", { secretName: "A B" }],
  ])("reports an invalid argument by its name: %s", async (property, changed) => {
    const args = { cleanup: { ...cleanup, ...changed } };
    expect(await refusedProperty(() => write(args))).toBe(property);
  });
});
