import { inspect } from "node:util";
import type { DesiredStack } from "../../../stack/model";
import { parseSettings } from "../../../stack/settings";
import {
  configuration,
  configure,
  imageOf,
  messageOf,
  problemsOf,
  readSettings,
  secretKeys,
  setConfiguration,
  tokens,
} from "./configuring";

// What is not here, the component fills in: it differs between one that is made and one adopted.
const repositoryDefaults = {
  create: false,
  adopt: false,
  mayOverwrite: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
};

const imageDefaults = {
  build: "pulumi",
  attested: false,
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
};

function plain(variables: Record<string, string> = {}): Partial<DesiredStack> {
  const { credentials, apiAddress, ...rest } = readSettings(variables);
  expect([credentials.admin.kind, credentials.publish.kind]).toEqual(["classic", "classic"]);
  expect(apiAddress).toBe("https://api.github.com");
  return rest;
}

describe("a token", () => {
  it("loses the newline at its end, which a file or a pipe puts there", () => {
    configure({ "ghcr:token": "ghp_example\n" });
    expect(readSettings({}).credentials.publish.reveal()).toBe("ghp_example");
  });

  it.each([
    ["ghcr:token", "ghp_example one", "ghcr:token: contains whitespace"],
    ["github:token", '"ghp_example"', "github:token: has quotes around it"],
    ["ghcr:token", "GHCR_TOKEN=ghp_example", "ghcr:token: begins with a variable name"],
  ])("%s that is %j is refused, and not repeated", (key, value, message) => {
    configure({ [key]: value });
    expect(problemsOf().join("\n")).toContain(message);
    expect(messageOf()).not.toContain("example");
  });

  it("is asked of the GitHub that the provider speaks to", () => {
    configure({});
    const api = readSettings({ GITHUB_BASE_URL: "https://localhost:5000/" }).apiAddress;
    expect(api).toBe("https://localhost:5000/api/v3");
    expect(problemsOf({ GITHUB_BASE_URL: "localhost" })).toEqual([
      "GITHUB_BASE_URL: is not a URL such as https://host/",
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
      repositories: [],
      images: [],
      mirrors: [],
    });
  });

  it("fill in a repository and an image", () => {
    configure({ repositories: { universe: { images: { "v7/Universe": { context: "." } } } } });
    const image = { context: ".", tags: ["latest"], services: ["universe"], ...imageDefaults };
    expect(plain()).toMatchObject({
      repositories: [{ name: "universe", ...repositoryDefaults }],
      images: [{ name: "v7/Universe", repository: "universe", ...image }],
    });
  });

  it("give way to what is written", () => {
    const repository = {
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
    };
    const image = {
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
    };
    const mirror = { tags: ["16", "alpine"], mode: "linked", repository: "universe" };
    configure({
      registry: "localhost:5000",
      username: "Publisher",
      pullUsername: "Puller",
      preflight: "off",
      builder: { name: "big" },
      repositories: {
        universe: {
          ...repository,
          images: { "universe/assets": { ...image, service: ["web", "worker"] } },
        },
      },
      mirrors: { "my-postgres": { ...mirror, from: "quay.io/a/b:c", service: [] } },
    });
    const from = { registry: "quay.io", name: "a/b", tag: "c" };
    expect(plain()).toEqual({
      owner: "F1bonacci66",
      username: "Publisher",
      pullUsername: "Puller",
      registry: "localhost:5000",
      preflight: "off",
      builder: { name: "big" },
      repositories: [{ name: "universe", ...repository, mayOverwrite: false }],
      images: [
        {
          ...{ name: "universe/assets", repository: "universe" },
          ...{ ...image, services: ["web", "worker"] },
        },
      ],
      mirrors: [{ name: "my-postgres", ...mirror, from, services: [] }],
    });
  });

  it.each([
    [undefined, false, false],
    [false, false, false],
    [true, true, false],
    ["overwrite", true, true],
  ])("tell what adopt: %s means", (written, adopt, mayOverwrite) => {
    configure({ repositories: { universe: written === undefined ? {} : { adopt: written } } });
    expect(plain().repositories).toMatchObject([{ name: "universe", adopt, mayOverwrite }]);
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
      repositories: [
        { name: "empty", ...repositoryDefaults },
        { name: "universe", ...repositoryDefaults },
      ],
      images: [
        { name: "universe", context: "../universe", tags: ["latest"] },
        { name: "other", context: "../other", services: ["web"] },
      ],
      mirrors: [
        { name: "my-postgres", from: { name: "library/postgres" }, tags: ["alpine"] },
        { name: "db", from: { registry: "quay.io" }, services: ["database"] },
      ],
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
    const { repositories, images } = plain();
    expect(repositories).toEqual([
      { name: "a", ...ofRepositories, mayOverwrite: false },
      { name: "b", ...ofRepositories, mayOverwrite: false },
    ]);
    expect(images).toEqual([
      { name: "b", repository: "b", context: ".", services: ["b"], ...ofImages },
    ]);
  });

  it("give way to each repository's and image's own, and a list or a map is replaced whole", () => {
    const settings = {
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
    };
    const images = { a: { ...image, service: ["own"] } };
    configure({ defaults, repositories: { a: { ...settings, images } } });
    const stack = plain();
    expect(stack.repositories).toEqual([
      { name: "a", ...settings, adopt: true, mayOverwrite: true },
    ]);
    expect(stack.images).toEqual([{ name: "a", repository: "a", ...image, services: ["own"] }]);
  });

  it("do not reach the mirrors", () => {
    configure({ defaults, mirrors: { a: "quay.io/a/b:c" } });
    const from = { registry: "quay.io", name: "a/b", tag: "c" };
    expect(plain().mirrors).toEqual([
      { name: "a", from, tags: ["c"], mode: "copy", services: ["a"] },
    ]);
  });
});

describe("the version", () => {
  const universe = (settings: Record<string, unknown>): unknown => {
    configure({ repositories: { universe: { images: { universe: "." } } }, ...settings });
    return imageOf(readSettings(), "universe").tags;
  };

  it("reaches each image's default tags", () => {
    const version = "v1.2.3";
    expect(universe({ version })).toEqual(["{{tag}}", "latest"]);
    expect(plain().version).toBe(version);
    const tags = ["{{version}}"];
    expect(universe({ version, defaults: { tags } })).toEqual(tags);
  });

  it("is any tag where no rule wants numbers", () => {
    const version = "nightly";
    expect(universe({ version })).toEqual(["{{tag}}", "latest"]);
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
  const variables = { GITHUB_TOKEN: "ghp_examplevariable1", GHCR_TOKEN: "ghp_examplevariable2" };

  it.each([
    ["the configuration", tokens, {}, ["ghp_exampleconfig1", "ghp_exampleconfig2"]],
    ["variables", {}, variables, ["ghp_examplevariable1", "ghp_examplevariable2"]],
    ["both, and the configuration wins", tokens, variables, Object.values(tokens)],
  ])("come from %s, and are not printed", (_where, config, environment, expected) => {
    setConfiguration({ "ghcr:owner": "F1bonacci66", ...config }, secretKeys);
    const stack = readSettings(environment);
    const { admin, publish } = stack.credentials;
    expect([admin.reveal(), publish.reveal()]).toEqual(expected);
    expect(`${JSON.stringify(stack)} ${inspect(stack, { depth: null })}`).not.toContain("example");
  });

  it.each<[string, Record<string, string>]>([
    ["absent", {}],
    ["empty", { GITHUB_TOKEN: "", GHCR_TOKEN: "" }],
  ])("that are %s are named, with the fix", (_what, environment) => {
    setConfiguration({ "ghcr:owner": "F1bonacci66" });
    expect(problemsOf(environment)).toEqual([
      "github:token: is not set; set it with 'pulumi config set --secret github:token', or set the environment variable GITHUB_TOKEN",
      "ghcr:token: is not set; set it with 'pulumi config set --secret ghcr:token', or set the environment variable GHCR_TOKEN",
    ]);
  });

  it("for pulling need not be there, and come from the same places", () => {
    const pullToken = "ghp_examplepull1";
    configure({});
    expect(readSettings({}).credentials.pull).toBeUndefined();
    for (const [config, environment] of [
      [{ pullToken }, { GHCR_PULL_TOKEN: "ghp_examplepull2" }],
      [{}, { GHCR_PULL_TOKEN: pullToken }],
    ] as const) {
      configure(config, ["ghcr:pullToken"]);
      expect(readSettings(environment).credentials.pull?.reveal()).toBe(pullToken);
    }
  });

  it.each([
    ["", "is empty; set it with 'pulumi config set --secret ghcr:pullToken', or set the"],
    ["ghp_example pull", "contains whitespace;"],
  ])("for pulling are refused as %j", (pullToken, problem) => {
    configure({ pullToken }, ["ghcr:pullToken"]);
    expect(problemsOf()).toEqual([expect.stringMatching(`^ghcr:pullToken: ${problem}`)]);
  });

  it("for pulling are refused as plain text", () => {
    configure({ pullToken: "ghp_examplepull1" });
    expect(problemsOf()).toEqual([
      "ghcr:pullToken: is stored as plain text; encrypt it: pulumi config set --secret ghcr:pullToken",
    ]);
  });

  it("are never in the message", () => {
    configure({
      "ghcr:owner": "two words",
      repositories: { universe: { token: "ghp_examplenested" } },
    });
    const message = messageOf(variables);
    expect(message).toContain("ghcr:repositories.universe.token: is not a valid setting");
    expect(message).not.toContain("ghp_");
  });
});

describe("a reader that asks for some of the tokens", () => {
  it("has those, and is refused for no other", () => {
    setConfiguration({ "ghcr:owner": "octo", "ghcr:token": "ghp_example" }, ["ghcr:token"]);
    const parsed = parseSettings(configuration(), ["publish"]);
    const { credentials = {} } = "stack" in parsed ? parsed.stack : {};
    expect(Object.keys(credentials)).toEqual(["publish"]);
    expect("stack" in parseSettings(configuration(), [])).toBe(true);
    expect("problems" in parseSettings(configuration(), ["admin"])).toBe(true);
  });

  it("needs no value of a secret that it does not ask for", () => {
    const raw = {
      settings: {
        "ghcr:owner": { value: "octo", isSecret: false },
        "ghcr:token": { value: undefined, isSecret: true },
        "ghcr:secret-npm": { value: undefined, isSecret: true },
        "ghcr:defaults": { value: { secrets: { npmrc: "npm" } }, isSecret: false },
        "ghcr:repositories": { value: { a: { images: { a: "." } } }, isSecret: false },
      },
      environment: {},
    };
    const parsed = parseSettings(raw, []);
    const [image] = "stack" in parsed ? parsed.stack.images : [];
    expect(() => image?.secrets?.npmrc?.reveal()).toThrow("ghcr:secret-npm is encrypted");
    const refused = parseSettings(raw, ["publish"]);
    expect("problems" in refused && refused.problems).toEqual([
      "ghcr:token: is encrypted and cannot be decrypted here",
    ]);
  });
});

it("a file's form of a setting has the meaning of Pulumi's", () => {
  const form = (owner: unknown, repositories: unknown): unknown => {
    const settings = {
      "ghcr:owner": { value: owner, isSecret: false },
      "ghcr:repositories": { value: repositories, isSecret: false },
    };
    return parseSettings({ settings, environment: {} }, []);
  };
  const repositories = { a: { images: { a: "." } } };
  expect(form(123, repositories)).toEqual(form("123", JSON.stringify(repositories)));
  expect(form(123, repositories)).toHaveProperty("stack.owner", "123");
});
