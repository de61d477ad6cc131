import * as github from "@pulumi/github";
import { PublishingRepository } from "../../components";
import {
  component,
  inputsOf,
  permissions,
  permissionsType,
  publish,
  repository,
  repositoryType,
  secret,
  secretOptions,
  secretType,
  token,
} from "./publishing";
import { labelOf, record, refusedProperty, valueOf, type Recording } from "./recording";

describe("onDestroy", () => {
  const label = "Repository universe";

  it.each([
    ["archive", true, {}],
    ["delete", false, {}],
    ["keep", true, { [label]: { retainOnDelete: true } }],
  ] as const)("%s of a created repository", async (onDestroy, archiveOnDestroy, options) => {
    const recording = await publish({ create: true, onDestroy });
    expect(inputsOf(recording, repositoryType)).toEqual({ ...repository.inputs, archiveOnDestroy });
    expect(recording.options).toEqual({ ...secretOptions, ...options });
  });

  it.each([
    ["archive", { archiveOnDestroy: true }, undefined],
    ["delete", { archiveOnDestroy: false }, undefined],
    ["keep", {}, true],
    [undefined, {}, true],
  ] as const)("%s of an adopted repository", async (onDestroy, inputs, retainOnDelete) => {
    const args = onDestroy === undefined ? {} : { onDestroy };
    const recording = await publish({ adopt: true, ...args });
    expect(inputsOf(recording, repositoryType)).toEqual({ name: "civilx-universe", ...inputs });
    const options = recording.options[label];
    expect(options?.retainOnDelete).toBe(retainOnDelete);
    // Archiving must not be an ignored change, or the repository would be deleted.
    expect(options?.ignoreChanges?.includes("archiveOnDestroy")).toBe(
      !("archiveOnDestroy" in inputs),
    );
  });
});

describe("an adopted repository", () => {
  const adopted = { adopt: true } as const;

  it.each([
    ["an update", false],
    ["a preview", true],
  ])("is imported in %s, and unset arguments stay as they are", async (_where, preview) => {
    const { resources, options } = await publish(adopted, { preview });
    expect(resources).toEqual([
      component,
      secret,
      { ...repository, inputs: { name: "civilx-universe" } },
      { ...permissions, inputs: { repository: "civilx-universe" } },
    ]);
    const { "Repository universe": ofRepository, ...others } = options;
    expect(others).toEqual({
      ...secretOptions,
      "WorkflowRepositoryPermissions universe-workflow-permissions": {
        import: "civilx-universe",
        ignoreChanges: ["canApprovePullRequestReviews", "defaultWorkflowPermissions"],
        retainOnDelete: true,
      },
    });
    expect(ofRepository).toMatchObject({ import: "civilx-universe", retainOnDelete: true });
    expect(ofRepository?.ignoreChanges).toHaveLength(35);
    expect(ofRepository?.ignoreChanges).toEqual(
      expect.arrayContaining(["description", "visibility", "topics", "hasWiki", "hasDownloads"]),
    );
    for (const kept of ["name", "defaultBranch", "private", "vulnerabilityAlerts"]) {
      expect(ofRepository?.ignoreChanges).not.toContain(kept);
    }
  });

  it("has the arguments that are set", async () => {
    const recording = await publish({
      ...adopted,
      description: "Said",
      visibility: "public",
      workflowPermissions: "write",
      approvePullRequests: true,
      transform: { repository: { hasWiki: false } },
    });
    expect(inputsOf(recording, repositoryType)).toEqual({
      name: "civilx-universe",
      description: "Said",
      visibility: "public",
      hasWiki: false,
    });
    expect(inputsOf(recording, permissionsType)).toEqual({
      repository: "civilx-universe",
      defaultWorkflowPermissions: "write",
      canApprovePullRequestReviews: true,
    });
    const ignored = recording.options["Repository universe"]?.ignoreChanges ?? [];
    expect(ignored).toHaveLength(32);
    expect(ignored.filter((name) => /description|visibility|hasWiki/.test(name))).toEqual([]);
    const ofPermissions =
      recording.options["WorkflowRepositoryPermissions universe-workflow-permissions"];
    expect(ofPermissions).toEqual({ import: "civilx-universe", retainOnDelete: true });
  });
});

describe("the repository's ID", () => {
  const number = async (recording: Recording<PublishingRepository>): Promise<number> =>
    valueOf(recording.result.repositoryId);

  it.each([{ create: true }, { adopt: true }])("is the resource's with %j", async (args) => {
    expect(await number(await publish({ ...args, hints: { repositoryId: 1 } }))).toBe(4711);
  });

  it("is the hint's for a repository that is only referred to", async () => {
    expect(await number(await publish({ hints: { repositoryId: 12 } }))).toBe(12);
  });

  it("is read if it is unknown, and only if it is used", async () => {
    const calls: unknown[] = [];
    const call = (token: string, inputs: unknown): Record<string, unknown> => {
      calls.push([token, inputs]);
      return { repoId: 34 };
    };
    await publish({}, { call });
    expect(calls).toEqual([]);
    const { result } = await record(
      () => {
        const args = { owner: "F1bonacci66", repository: "civilx-universe", token };
        return { id: new PublishingRepository("universe", args).repositoryId };
      },
      { call },
    );
    expect(await valueOf(result.id)).toBe(34);
    expect(calls).toEqual([
      ["github:index/getRepository:getRepository", { fullName: "F1bonacci66/civilx-universe" }],
    ]);
  });
});

it("is created when GitHub has its secret and permissions", async () => {
  const { result } = await record(async () => {
    const publishing = new PublishingRepository("universe", {
      ...{ owner: "F1bonacci66", repository: "civilx-universe", token },
    });
    let isCreated = false;
    const creation = publishing.whenCreated().then(() => (isCreated = true));
    await Promise.resolve();
    const before = isCreated;
    await creation;
    return before;
  });
  expect(result).toBe(false);
});

describe("secretScope organization", () => {
  it("creates no secret, and needs no token", async () => {
    const { resources } = await publish({ token: undefined, secretScope: "organization" });
    expect(resources.map(labelOf)).toEqual([
      "PublishingRepository universe",
      "WorkflowRepositoryPermissions universe-workflow-permissions",
    ]);
  });

  it("cannot be omitted together with the token", async () => {
    expect(await refusedProperty(() => publish({ token: undefined }))).toBe("token");
  });
});

describe("a transform", () => {
  it("changes each resource inside and its options, by arguments or by a function", async () => {
    const { resources, options } = await publish({
      create: true,
      protectTags: ["v*"],
      transform: {
        repository: (args, opts) => {
          args.deleteBranchOnMerge = true;
          opts.protect = true;
        },
        secret: { secretName: "OTHER" },
        workflowPermissions: (args) => ({ ...args, canApprovePullRequestReviews: true }),
        ruleset: { enforcement: "disabled" },
      },
    });
    const inputs = Object.fromEntries(resources.map((each) => [each.name, each.inputs]));
    expect(resources.find(({ type }) => type === repositoryType)?.inputs).toEqual({
      ...repository.inputs,
      deleteBranchOnMerge: true,
    });
    expect(inputs["universe-secret"]).toEqual({ ...secret.inputs, secretName: "OTHER" });
    expect(inputs["universe-workflow-permissions"]).toEqual({
      ...permissions.inputs,
      canApprovePullRequestReviews: true,
    });
    expect(inputs["universe-tags"]).toMatchObject({ enforcement: "disabled", target: "tag" });
    expect(options).toEqual({ ...secretOptions, "Repository universe": { protect: true } });
  });
});

describe("the component's options", () => {
  it("reach the resources inside, as Pulumi passes them on", async () => {
    const { providers, options, dependencies } = await record(() => {
      const provider = new github.Provider("own", { owner: "F1bonacci66" });
      const first = new PublishingRepository(
        "first",
        { owner: "F1bonacci66", repository: "first", token, create: true },
        { provider, protect: true, retainOnDelete: true },
      );
      const args = { owner: "F1bonacci66", repository: "second", token };
      return new PublishingRepository("second", args, {
        providers: { github: provider },
        dependsOn: [first],
      });
    });
    expect(Object.values(providers)).toEqual(["own", "own", "own", "own", "own"]);
    expect(options).toEqual({
      "PublishingRepository first": { protect: true, retainOnDelete: true },
      // It sets no options, so that the engine passes the component's on.
      "Repository first": { protect: true },
      "ActionsSecret first-secret": { protect: true, ignoreChanges: ["destroyOnDrift"] },
      "ActionsSecret second-secret": { ignoreChanges: ["destroyOnDrift"] },
      "WorkflowRepositoryPermissions first-workflow-permissions": {
        protect: true,
        retainOnDelete: true,
      },
      "WorkflowRepositoryPermissions second-workflow-permissions": { retainOnDelete: true },
    });
    expect(dependencies["PublishingRepository second"]).toEqual([
      "ActionsSecret first-secret",
      "Repository first",
      "WorkflowRepositoryPermissions first-workflow-permissions",
    ]);
  });
});

describe("a secret that somebody else changed", () => {
  it.each([
    [true, { destroyOnDrift: true }],
    [false, {}],
  ])("is written again by toggling its mark to %s", async (secretMark, mark) => {
    const recording = await publish({ hints: { secretMark } });
    expect(inputsOf(recording, secretType)).toEqual({ ...secret.inputs, ...mark });
    // If ignored, it would stay as it is in the state, and nothing would be written.
    expect(Object.keys(recording.options)).toEqual([
      "WorkflowRepositoryPermissions universe-workflow-permissions",
    ]);
  });
});
