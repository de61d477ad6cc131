import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../../stack/settings";
import { configure, messageOf, problemsOf, secretKeys, tokens } from "./configuring";

afterEach(() => {
  pulumi.runtime.setAllConfig({});
});

// What is not here, the component fills in: it differs between one that is made and one adopted.
const repositoryDefaults = {
  create: false,
  adopt: false,
  mayOverwrite: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
  images: {},
};

const imageDefaults = {
  build: "pulumi",
  attested: false,
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
};

function plain(variables: Record<string, string> = {}): Record<string, unknown> {
  const { githubToken, token, administrator, publisher, api, ...rest } = readSettings(variables);
  expect([administrator.kind, publisher.kind]).toEqual(["classic", "classic"]);
  expect(api).toBe("https://api.github.com");
  expect([pulumi.Output.isInstance(githubToken), pulumi.Output.isInstance(token)]).toEqual([
    true,
    true,
  ]);
  return rest;
}

describe("a token", () => {
  it("loses the newline at its end, which a file or a pipe puts there", () => {
    configure({ "ghcr:token": "ghp_example\n" });
    expect(readSettings({}).publisher.reveal()).toBe("ghp_example");
  });

  it.each([
    ["ghcr:token", "ghp_example one", "ghcr:token: has a blank or a newline inside"],
    ["github:token", '"ghp_example"', "github:token: has quotes around it"],
    ["ghcr:token", "GHCR_TOKEN=ghp_example", "ghcr:token: has the variable's name before it"],
  ])("%s that is %j is refused, and not repeated", (key, value, told) => {
    configure({ [key]: value });
    expect(problemsOf().join("\n")).toContain(told);
    expect(messageOf()).not.toContain("example");
  });

  it("is asked of the GitHub that the provider speaks to", () => {
    configure({});
    const api = readSettings({ GITHUB_BASE_URL: "https://localhost:5000/" }).api;
    expect(api).toBe("https://localhost:5000/api/v3");
    expect(problemsOf({ GITHUB_BASE_URL: "localhost" })).toEqual([
      "GITHUB_BASE_URL: is not an address such as https://host/",
    ]);
  });
});

describe("the defaults", () => {
  it("fill in all but the owner", () => {
    configure({ "ghcr:owner": "F1bonacci66" });
    expect(plain()).toEqual({
      owner: "F1bonacci66",
      username: "F1bonacci66",
      pullUsername: "F1bonacci66",
      registry: "ghcr.io",
      preflight: "strict",
      repositories: {},
      mirrors: {},
    });
  });

  it("fill in a repository and an image", () => {
    configure({ repositories: { universe: { images: { "v7/Universe": { context: "." } } } } });
    const image = { context: ".", tags: ["latest"], service: ["universe"], ...imageDefaults };
    expect(plain().repositories).toEqual({
      universe: { ...repositoryDefaults, images: { "v7/Universe": image } },
    });
  });

  it("give way to what is written", () => {
    const repositories = {
      universe: {
        create: true,
        adopt: false,
        onDestroy: "keep",
        visibility: "public",
        description: "A universe",
        secretName: "PACKAGES",
        secretScope: "organization",
        protectTags: ["v*", "release-?"],
        workflowPermissions: "write",
        approvePullRequests: true,
        images: {
          "universe/assets": {
            context: "assets",
            dockerfile: "assets/Dockerfile",
            contexts: { base: "base" },
            tags: ["1.2", "latest"],
            platforms: ["linux/amd64", "linux/arm/v7"],
            target: "runtime",
            buildArgs: { VERSION: "1.10" },
            build: "actions",
            attested: true,
            cache: "registry",
            network: "none",
            packageVisibility: "internal",
            enforceVisibility: true,
            buildOnPreview: true,
            service: ["web", "worker"],
          },
        },
      },
    };
    const mirrors = {
      "my-postgres": {
        from: "quay.io/a/b:c",
        tags: ["16", "alpine"],
        mode: "linked",
        repository: "universe",
        service: [],
      },
    };
    configure({
      registry: "localhost:5000",
      username: "Publisher",
      pullUsername: "Puller",
      preflight: "off",
      builder: { name: "big" },
      repositories,
      mirrors,
    });
    expect(plain()).toEqual({
      owner: "F1bonacci66",
      username: "Publisher",
      pullUsername: "Puller",
      registry: "localhost:5000",
      preflight: "off",
      builder: { name: "big" },
      repositories: { universe: { ...repositories.universe, mayOverwrite: false } },
      mirrors,
    });
  });

  it.each([
    [undefined, false, false],
    [false, false, false],
    [true, true, false],
    ["overwrite", true, true],
  ])("tell what adopt: %s means", (written, adopt, mayOverwrite) => {
    configure({ repositories: { universe: written === undefined ? {} : { adopt: written } } });
    expect(plain().repositories).toMatchObject({ universe: { adopt, mayOverwrite } });
  });
});

describe("the short forms", () => {
  it("are an empty repository, a context, a source, a service and a builder's name", () => {
    const from = "quay.io/a/b:c";
    configure({
      builder: "big",
      repositories: {
        empty: null,
        universe: {
          images: { universe: "../universe", other: { context: "../other", service: "web" } },
        },
      },
      mirrors: {
        "my-postgres": "docker.io/library/postgres:alpine",
        db: { from, service: "database" },
      },
    });
    expect(plain()).toMatchObject({
      builder: { name: "big" },
      repositories: {
        empty: repositoryDefaults,
        universe: {
          ...repositoryDefaults,
          images: {
            universe: { context: "../universe", tags: ["latest"] },
            other: { service: ["web"] },
          },
        },
      },
      mirrors: {
        "my-postgres": { from: "docker.io/library/postgres:alpine", tags: ["alpine"] },
        db: { from, service: ["database"] },
      },
    });
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

  it("are what all repositories and images are", () => {
    configure({ defaults, repositories: { a: null, b: { images: { b: "." } } } });
    expect(plain().repositories).toEqual({
      a: { ...ofRepositories, mayOverwrite: false, images: {} },
      b: {
        ...ofRepositories,
        mayOverwrite: false,
        images: { b: { context: ".", service: ["b"], ...ofImages } },
      },
    });
  });

  it("give way to each repository's and image's own, and a list or a map is replaced whole", () => {
    const own = {
      create: false,
      adopt: "overwrite",
      onDestroy: "keep",
      visibility: "private",
      secretName: "OWN",
      secretScope: "repository",
      protectTags: ["own"],
      workflowPermissions: "read",
      approvePullRequests: false,
    };
    const image = {
      context: ".",
      dockerfile: "own.Dockerfile",
      tags: ["own"],
      platforms: ["linux/arm64"],
      target: "own",
      buildArgs: { C: "3" },
      ...imageDefaults,
      packageVisibility: "private",
      service: ["own"],
    };
    configure({ defaults, repositories: { a: { ...own, images: { a: image } } } });
    expect(plain().repositories).toEqual({
      a: { ...own, adopt: true, mayOverwrite: true, images: { a: image } },
    });
  });

  it("do not reach the mirrors", () => {
    configure({ defaults, mirrors: { a: "quay.io/a/b:c" } });
    expect(plain().mirrors).toEqual({
      a: { from: "quay.io/a/b:c", tags: ["c"], mode: "copy", service: ["a"] },
    });
  });
});

describe("the version", () => {
  const universe = (settings: Record<string, unknown>): unknown => {
    configure({ repositories: { universe: { images: { universe: "." } } }, ...settings });
    return plain().repositories;
  };
  const image = (rest: object): unknown => ({
    universe: {
      ...repositoryDefaults,
      images: { universe: { context: ".", service: ["universe"], ...imageDefaults, ...rest } },
    },
  });

  it("reaches each image, and its default tags", () => {
    const version = "v1.2.3";
    expect(universe({ version })).toEqual(image({ version, tags: ["{{tag}}", "latest"] }));
    expect(plain().version).toBe(version);
    const tags = ["{{version}}"];
    expect(universe({ version, defaults: { tags } })).toEqual(image({ version, tags }));
  });

  it("is any tag where no rule wants numbers", () => {
    const version = "nightly";
    expect(universe({ version })).toEqual(image({ version, tags: ["{{tag}}", "latest"] }));
  });
});

describe("the environment's variables", () => {
  const variables = { GITHUB_OWNER: "Somebody", GHCR_REGISTRY: "localhost:5000" };

  it("stand in where the configuration is silent", () => {
    configure({ "ghcr:owner": undefined });
    expect(plain(variables)).toMatchObject({ owner: "Somebody", registry: "localhost:5000" });
  });

  it("give way to the configuration", () => {
    configure({ "ghcr:registry": "ghcr.io" });
    expect(plain(variables)).toMatchObject({ owner: "F1bonacci66", registry: "ghcr.io" });
  });

  it("count as absent when they are empty, as a CI job passes on what is not set", () => {
    configure({});
    expect(plain({ GHCR_REGISTRY: "" })).toMatchObject({ registry: "ghcr.io" });
  });
});

describe("the tokens", () => {
  const value = (output: pulumi.Output<string>): Promise<string> =>
    new Promise((resolve) => {
      output.apply(resolve);
    });
  const variables = { GITHUB_TOKEN: "ghp_examplevariable1", GHCR_TOKEN: "ghp_examplevariable2" };

  it.each([
    ["the configuration", tokens, {}, ["ghp_exampleconfig1", "ghp_exampleconfig2"]],
    ["variables", {}, variables, ["ghp_examplevariable1", "ghp_examplevariable2"]],
    ["both, and the configuration wins", tokens, variables, Object.values(tokens)],
  ])("come from %s, and are secrets", async (_where, config, environment, expected) => {
    pulumi.runtime.setAllConfig({ "ghcr:owner": "F1bonacci66", ...config }, secretKeys);
    const { githubToken, token } = readSettings(environment);
    expect([await value(githubToken), await value(token)]).toEqual(expected);
    expect(await pulumi.isSecret(githubToken)).toBe(true);
    expect(await pulumi.isSecret(token)).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ["absent", {}],
    ["empty", { GITHUB_TOKEN: "", GHCR_TOKEN: "" }],
  ])("that are %s are named, with the mend", (_what, environment) => {
    pulumi.runtime.setAllConfig({ "ghcr:owner": "F1bonacci66" });
    expect(problemsOf(environment)).toEqual([
      "github:token: is not set; set it with 'pulumi config set --secret github:token', or in the variable GITHUB_TOKEN",
      "ghcr:token: is not set; set it with 'pulumi config set --secret ghcr:token', or in the variable GHCR_TOKEN",
    ]);
  });

  it("for pulling need not be there, and come from the same places", async () => {
    const pullToken = "ghp_examplepull1";
    configure({});
    expect(readSettings({})).not.toHaveProperty("puller");
    expect(readSettings({})).not.toHaveProperty("pullToken");
    for (const [config, environment] of [
      [{ pullToken }, { GHCR_PULL_TOKEN: "ghp_examplepull2" }],
      [{}, { GHCR_PULL_TOKEN: pullToken }],
    ] as const) {
      configure(config, ["ghcr:pullToken"]);
      const settings = readSettings(environment);
      const read = settings.pullToken ?? pulumi.output("none");
      expect([await value(read), await pulumi.isSecret(read)]).toEqual([pullToken, true]);
      expect(settings.puller?.reveal()).toBe(pullToken);
    }
  });

  it.each([
    ["", "is empty; set it with 'pulumi config set --secret ghcr:pullToken', or in"],
    ["ghp_example pull", "has a blank or a newline inside;"],
  ])("for pulling are refused as %j", (pullToken, problem) => {
    configure({ pullToken }, ["ghcr:pullToken"]);
    expect(problemsOf()).toEqual([expect.stringMatching(`^ghcr:pullToken: ${problem}`)]);
  });

  it("for pulling are refused as plain text", () => {
    configure({ pullToken: "ghp_examplepull1" });
    expect(problemsOf()).toEqual([
      "ghcr:pullToken: is stored as plain text; set it anew: pulumi config set --secret ghcr:pullToken",
    ]);
  });

  it("are never in the message", () => {
    configure({
      "ghcr:owner": "two words",
      repositories: { universe: { token: "ghp_examplenested" } },
    });
    const message = messageOf(variables);
    expect(message).toContain("ghcr:repositories.universe.token: there is no such setting");
    expect(message).not.toContain("ghp_");
  });
});
