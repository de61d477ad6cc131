import { configure, imageDefaults, readWithoutTokens, repositoryDefaults } from "./configuring";

describe("the defaults", () => {
  it("fill in all but the owner", () => {
    configure({ "ghcr:owner": "F1bonacci66" });
    expect(readWithoutTokens()).toEqual({
      owner: "F1bonacci66",
      username: "F1bonacci66",
      pullUsername: "F1bonacci66",
      registry: "ghcr.io",
      preflight: "strict",
      releases: "fixed",
      repositories: [],
      images: [],
      mirrors: [],
    });
  });

  it("fill in a repository and an image", () => {
    configure({ repositories: { universe: { images: { "v7/Universe": { context: "." } } } } });
    const image = { context: ".", tags: ["latest"], services: ["universe"], ...imageDefaults };
    expect(readWithoutTokens()).toMatchObject({
      repositories: [{ name: "universe", ...repositoryDefaults }],
      images: [{ name: "v7/Universe", repository: "universe", ...image }],
    });
  });

  it("are replaced by what is set", () => {
    const mirror = { tags: ["16", "alpine"], mode: "linked", repository: "universe" };
    const settings = {
      ...{ registry: "localhost:5000", username: "Publisher", pullUsername: "Puller" },
      ...{ preflight: "off", releases: "movable", builder: { name: "big" } },
    };
    configure({
      ...settings,
      mirrors: { "my-postgres": { ...mirror, from: "quay.io/a/b:c", service: [] } },
    });
    const from = { registry: "quay.io", name: "a/b", tag: "c" };
    expect(readWithoutTokens()).toEqual({
      ...{ owner: "F1bonacci66", ...settings, repositories: [], images: [] },
      mirrors: [{ name: "my-postgres", ...mirror, from, services: [] }],
    });
  });

  it.each([
    [undefined, false, true],
    [false, false, true],
    [true, true, true],
    ["empty", true, false],
  ])("expand create: %s", (written, create, autoInit) => {
    configure({ repositories: { universe: written === undefined ? {} : { create: written } } });
    expect(readWithoutTokens().repositories).toMatchObject([
      { name: "universe", create, autoInit },
    ]);
  });

  it.each([
    [undefined, false, false],
    [false, false, false],
    [true, true, false],
    ["overwrite", true, true],
  ])("expand adopt: %s", (written, adopt, mayOverwrite) => {
    configure({ repositories: { universe: written === undefined ? {} : { adopt: written } } });
    expect(readWithoutTokens().repositories).toMatchObject([
      { name: "universe", adopt, mayOverwrite },
    ]);
  });
});

describe("the stack's defaults", () => {
  const ofRepositories = {
    create: true,
    adopt: false,
    onDestroy: "delete",
    visibility: "public",
    secretName: "PACKAGES",
    secretScope: "organization",
    protectTags: ["v*"],
    workflowPermissions: "write",
    approvePullRequests: true,
  };
  const ofImages = {
    dockerfile: "shared.Dockerfile",
    tags: ["1.10", "latest"],
    platforms: ["linux/amd64", "linux/arm64"],
    target: "runtime",
    buildArgs: { A: "1", B: "2" },
    build: "actions",
    attested: true,
    cache: "gha",
    network: "host",
    buildOnPreview: true,
    packageVisibility: "public",
    enforceVisibility: true,
  };
  const defaults = { ...ofRepositories, ...ofImages };

  it("apply to all repositories and images", () => {
    configure({ defaults, repositories: { a: null, b: { images: { b: "." } } } });
    const { repositories, images } = readWithoutTokens();
    expect(repositories).toEqual([
      { name: "a", ...ofRepositories, autoInit: true, mayOverwrite: false },
      { name: "b", ...ofRepositories, autoInit: true, mayOverwrite: false },
    ]);
    expect(images).toEqual([
      { name: "b", repository: "b", context: ".", services: ["b"], ...ofImages },
    ]);
  });

  it("are replaced by a repository's and an image's settings, lists and maps as a whole", () => {
    const settings = {
      create: false,
      adopt: "overwrite",
      onDestroy: "keep",
      visibility: "private",
      description: "A universe",
      secretName: "OWN",
      secretScope: "repository",
      protectTags: ["own"],
      workflowPermissions: "read",
      approvePullRequests: false,
    };
    const image = {
      context: ".",
      dockerfile: "own.Dockerfile",
      contexts: { base: "base" },
      tags: ["own"],
      platforms: ["linux/arm/v7"],
      target: "own",
      buildArgs: { C: "3" },
      ...imageDefaults,
      packageVisibility: "private",
    };
    const images = { a: { ...image, service: ["own", "worker"] } };
    configure({ defaults, repositories: { a: { ...settings, images } } });
    const stack = readWithoutTokens();
    expect(stack.repositories).toEqual([
      { name: "a", ...settings, autoInit: true, adopt: true, mayOverwrite: true },
    ]);
    expect(stack.images).toEqual([
      { name: "a", repository: "a", ...image, services: ["own", "worker"] },
    ]);
  });

  it("do not apply to mirrors", () => {
    configure({ defaults, mirrors: { a: "quay.io/a/b:c" } });
    const from = { registry: "quay.io", name: "a/b", tag: "c" };
    expect(readWithoutTokens().mirrors).toEqual([
      { name: "a", from, tags: ["c"], mode: "copy", services: ["a"] },
    ]);
  });
});
