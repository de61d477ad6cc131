import { configure, problemsOf, problemsWith, readSettings, stackWith } from "../configuring";

const cached = { context: ".", cache: "registry" };

describe("enforceVisibility without a visibility", () => {
  it.each<[string, Record<string, unknown>]>([
    [
      "the image",
      { repositories: { a: { images: { b: { context: ".", enforceVisibility: true } } } } },
    ],
    [
      "the defaults",
      { defaults: { enforceVisibility: true }, repositories: { a: { images: { b: "." } } } },
    ],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([
      "ghcr:repositories.a.images.b: 'enforceVisibility' has no effect without 'packageVisibility'; add, for example, 'packageVisibility: public'",
    ]);
  });

  it("is accepted if the defaults set the visibility", () => {
    const image = { context: ".", enforceVisibility: true };
    configure({
      defaults: { packageVisibility: "public" },
      repositories: { a: { images: { b: image } } },
    });
    expect(() => readSettings({})).not.toThrow();
  });
});

describe("an attestation", () => {
  it("is rejected for an image that an update builds", () => {
    configure({
      defaults: { attested: true },
      repositories: { a: { images: { b: ".", c: { context: ".", build: "actions" } } } },
    });
    expect(problemsOf()).toEqual([
      "ghcr:repositories.a.images.b: 'attested' is set, but what an update builds has no attestation; remove it, or set 'build: actions'",
    ]);
  });
});

describe("buildOnPreview with a cache that is pushed", () => {
  const response =
    "'buildOnPreview' with 'cache: registry' would push the cache in a preview; set 'buildOnPreview: false', or another 'cache'";

  it.each<[string, Record<string, unknown>]>([
    ["the image", { repositories: { a: { images: { b: { ...cached, buildOnPreview: true } } } } }],
    [
      "the image and the defaults",
      { defaults: { buildOnPreview: true }, repositories: { a: { images: { b: cached } } } },
    ],
    [
      "the defaults",
      {
        defaults: { buildOnPreview: true, cache: "registry" },
        repositories: { a: { images: { b: "." } } },
      },
    ],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([`ghcr:repositories.a.images.b: ${response}`]);
  });

  it.each([
    { ...cached, buildOnPreview: false },
    { context: ".", cache: "gha" },
    { ...cached, build: "actions" },
  ])("is accepted with %j", (image) => {
    configure({
      defaults: { buildOnPreview: true },
      repositories: { a: { images: { b: image } } },
    });
    expect(() => readSettings({})).not.toThrow();
  });
});

describe("a repository that is both created and adopted", () => {
  const both =
    "'create' and 'adopt' are both set, but 'create' makes a new repository, and 'adopt' takes over one that exists; set one of them to false";

  it.each<[string, Record<string, unknown>]>([
    ["the repository", { repositories: { a: { create: true, adopt: true } } }],
    ["the repository, which is empty", { repositories: { a: { create: "empty", adopt: true } } }],
    [
      "the repository, with overwrite",
      { repositories: { a: { create: true, adopt: "overwrite" } } },
    ],
    [
      "the repository and the defaults",
      { defaults: { create: true }, repositories: { a: { adopt: true } } },
    ],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([`ghcr:repositories.a: ${both}`]);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      "the repository overrides adopt",
      { defaults: { create: true }, repositories: { a: { adopt: false } } },
    ],
    [
      "the repository overrides create",
      { defaults: { create: true }, repositories: { a: { adopt: true, create: false } } },
    ],
  ])("is accepted if %s", (_why, config) => {
    expect(() => stackWith(config)).not.toThrow();
  });
});

describe("names that GitHub rejects", () => {
  it("are too long ones, which the message truncates", () => {
    configure({ repositories: { ["a".repeat(5000)]: {} } });
    const cut = `${"a".repeat(100)}…`;
    expect(problemsOf()).toEqual([
      `ghcr:repositories.${cut}: '${cut}' is not a repository name: use up to 100 letters, digits, '.', '_' and '-'`,
    ]);
  });

  it.each([".git", ".wiki", ".Git"])("are those that end with %s", (ending) => {
    expect(problemsWith({ repositories: { [`a${ending}`]: {} } })).toEqual([
      `ghcr:repositories.a${ending}: 'a${ending}' is not a repository name that GitHub allows; remove ${ending}`,
    ]);
  });

  it("are those of one repository in different capitals", () => {
    expect(problemsWith({ repositories: { Universe: {}, other: {}, universe: {} } })).toEqual([
      "ghcr:repositories.universe: is the same repository as ghcr:repositories.Universe, ignoring case; rename or remove one of them",
    ]);
  });
});

describe("an image", () => {
  it.each([
    ["universe", "universe"],
    ["universe", "Universe"],
    ["Universe", "universe"],
  ])("is one package, which two repositories cannot share: %s and %s", (one, other) => {
    const images = (image: string): unknown => ({ images: { [image]: { context: "." } } });
    expect(problemsWith({ repositories: { first: images(one), second: images(other) } })).toEqual([
      expect.stringContaining(`ghcr:repositories.second.images.${other}: `),
    ]);
  });

  it("cannot be the package of a mirror", () => {
    const images = { universe: "." };
    const mirrors = { Universe: "docker.io/library/postgres:alpine" };
    expect(problemsWith({ repositories: { universe: { images } }, mirrors })).toEqual([
      "ghcr:mirrors.Universe: is the same package as ghcr:repositories.universe.images.universe, ignoring case; rename or remove one of them",
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["an image", { repositories: { a: { images: { App: cached, "app/buildcache": "." } } } }],
    [
      "an image before it, by the defaults",
      {
        defaults: { cache: "registry" },
        repositories: { a: { images: { "app/BuildCache": ".", app: "." } } },
      },
    ],
    [
      "a mirror",
      {
        repositories: { a: { images: { app: cached } } },
        mirrors: { "app/buildcache": "docker.io/library/postgres:alpine" },
      },
    ],
  ])("keeps its cache in a package that is not used otherwise: %s", (_what, config) => {
    expect(problemsWith(config)).toEqual([
      expect.stringMatching(
        /^ghcr:\S+app\/buildcache: is the package that stores the cache of ghcr:repositories\.a\.images\.app; rename it, or change that image's 'cache'$/i,
      ),
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["has another kind of cache", { app: { ...cached, cache: "gha" } }],
    ["is built by a workflow", { app: { ...cached, build: "actions" } }],
    ["has another name", { "app/api": cached }],
  ])("does not use that package if it %s", (_why, images) => {
    const all = { ...images, "app/buildcache": { context: ".", cache: "off" } };
    configure({ defaults: { cache: "registry" }, repositories: { a: { images: all } } });
    expect(() => readSettings({})).not.toThrow();
  });

  it("has a name that is short enough for its cache's package", () => {
    const images = { ["a".repeat(230)]: cached };
    expect(problemsWith({ repositories: { universe: { images } } })).toEqual([
      expect.stringMatching(
        /\.cache: is stored in a package whose name is too long: registry and name have 261 characters, but clients accept at most 255$/,
      ),
    ]);
  });

  it("has a name that is short enough with the registry and the owner", () => {
    configure({ repositories: { universe: { images: { ["a".repeat(250)]: "." } } } });
    expect(problemsOf()).toEqual([expect.stringContaining("is too long: registry and name have")]);
  });
});
