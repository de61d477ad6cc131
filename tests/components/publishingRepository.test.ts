import * as pulumi from "@pulumi/pulumi";
import type { PublishingRepositoryArgs } from "../../components";

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
import { refusedProperty, valueOf, type Recording } from "./recording";

describe("the children", () => {
  // All inputs are compared, so that a deprecated one (plaintextValue, encryptedValue,
  // destroyOnDrift, private, hasDownloads) would show.
  it.each([undefined, false])("are a secret and permissions if create is %s", async (create) => {
    const { resources, options } = await publish(create === undefined ? {} : { create });
    expect(resources).toEqual([component, secret, permissions]);
    expect(options).toEqual(secretOptions);
  });

  it.each([
    ["an update", false],
    ["a preview", true],
  ])("are those and a repository if it is to be created, in %s", async (_where, preview) => {
    const { resources, dependencies, options } = await publish({ create: true }, { preview });
    expect(resources).toEqual([component, secret, repository, permissions]);
    expect(options).toEqual(secretOptions);
    expect(dependencies).toEqual({
      "PublishingRepository universe": [],
      "Repository universe": [],
      "ActionsSecret universe-secret": ["Repository universe"],
      "WorkflowRepositoryPermissions universe-workflow-permissions": ["Repository universe"],
    });
  });
});

it.each<[keyof PublishingRepositoryArgs, Partial<PublishingRepositoryArgs>, string, object]>([
  ["visibility", { visibility: "internal" }, repositoryType, { visibility: "internal" }],
  ["autoInit", { autoInit: false }, repositoryType, { autoInit: false }],
  ["description", { description: "A universe" }, repositoryType, { description: "A universe" }],
  ["secretName", { secretName: "PACKAGES" }, secretType, { secretName: "PACKAGES" }],
  [
    "workflowPermissions",
    { workflowPermissions: "write" },
    permissionsType,
    { defaultWorkflowPermissions: "write" },
  ],
  [
    "approvePullRequests",
    { approvePullRequests: true },
    permissionsType,
    { canApprovePullRequestReviews: true },
  ],
])("%s changes that input and no other", async (_setting, args, type, changed) => {
  const recording = await publish({ create: true, ...args });
  for (const each of [repository, secret, permissions]) {
    const expected = each.type === type ? { ...each.inputs, ...changed } : each.inputs;
    expect(inputsOf(recording, each.type)).toEqual(expected);
  }
});

it("protectTags creates a ruleset that allows new tags, but not moving or deleting them", async () => {
  const protectTags = ["v*", "release-?"];
  const { resources, dependencies } = await publish({ create: true, protectTags });
  const ruleset = {
    type: "github:index/repositoryRuleset:RepositoryRuleset",
    name: "universe-tags",
    parent: "universe",
    inputs: {
      repository: "civilx-universe",
      name: "Released tags stay",
      target: "tag",
      enforcement: "active",
      conditions: { refName: { includes: ["refs/tags/v*", "refs/tags/release-?"], excludes: [] } },
      rules: { update: true, deletion: true },
    },
  };
  expect(resources).toEqual([component, secret, repository, ruleset, permissions]);
  expect(dependencies["RepositoryRuleset universe-tags"]).toEqual(["Repository universe"]);
});

describe("the outputs", () => {
  it("keep the owner's capitals, and contain no token", async () => {
    const { result, outputs } = await publish();
    expect(outputs).toEqual({
      universe: {
        fullName: "F1bonacci66/civilx-universe",
        source: "https://github.com/F1bonacci66/civilx-universe",
        secretName: "GHCR_TOKEN",
      },
    });
    expect(await valueOf(result.fullName)).toBe("F1bonacci66/civilx-universe");
    expect(await valueOf(result.source)).toBe("https://github.com/F1bonacci66/civilx-universe");
    expect(await valueOf(result.secretName)).toBe("GHCR_TOKEN");
  });

  it.each([
    ["text", token],
    ["a promise", Promise.resolve(token)],
    ["an output", pulumi.output(token)],
    ["a secret", pulumi.secret(token)],
  ])("keep a token secret that was set as %s", async (_what, given) => {
    const { resources, outputs } = await publish({ create: true, token: given });
    expect(inputsOf({ resources } as Recording<unknown>, secretType)).toEqual(secret.inputs);
    const others = resources.filter((resource) => resource.type !== secretType);
    expect(JSON.stringify([others, outputs])).not.toContain(token);
  });
});

describe("a bad argument", () => {
  it.each([
    ["owner", { owner: "two words" }],
    ["repository", { repository: "a/b" }],
    ["secretName", { secretName: "GITHUB_PACKAGES" }],
    ["adopt", { create: true, adopt: true }],
  ])("is reported by its path: %s", async (propertyPath, args) => {
    expect(await refusedProperty(() => publish(args))).toBe(propertyPath);
  });
});
