import { configure, problemsOf, problemsWith, stackWith } from "../configuring";

const cached = { context: ".", cache: "registry" };

/** A stack with the repository a, and these defaults. */
const withRepository = (a: object, defaults?: object) => ({ defaults, repositories: { a } });

/** A stack with the image b in the repository a, and these defaults. */
const withImage = (b: unknown, defaults?: object) => withRepository({ images: { b } }, defaults);

describe("enforceVisibility without a visibility", () => {
  it.each([
    ["the image", withImage({ context: ".", enforceVisibility: true })],
    ["the defaults", withImage(".", { enforceVisibility: true })],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([
      "ghcr:repositories.a.images.b: 'enforceVisibility' has no effect without 'packageVisibility'; add, for example, 'packageVisibility: public'",
    ]);
  });

  it("is accepted if the defaults set the visibility", () => {
    const image = { context: ".", enforceVisibility: true };
    const config = withImage(image, { packageVisibility: "public" });
    expect(() => stackWith(config)).not.toThrow();
  });
});

describe("an attestation", () => {
  it("is rejected for an image that an update builds", () => {
    const images = { b: ".", c: { context: ".", build: "actions" } };
    expect(problemsWith(withRepository({ images }, { attested: true }))).toEqual([
      "ghcr:repositories.a.images.b: 'attested' is set, but what an update builds has no attestation; remove it, or set 'build: actions'",
    ]);
  });
});

describe("buildOnPreview with a cache that is pushed", () => {
  const response =
    "'buildOnPreview' with 'cache: registry' would push the cache in a preview; set 'buildOnPreview: false', or another 'cache'";

  it.each([
    ["the image", withImage({ ...cached, buildOnPreview: true })],
    ["the image and the defaults", withImage(cached, { buildOnPreview: true })],
    ["the defaults", withImage(".", { buildOnPreview: true, cache: "registry" })],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([`ghcr:repositories.a.images.b: ${response}`]);
  });

  it.each([
    { ...cached, buildOnPreview: false },
    { context: ".", cache: "gha" },
    { ...cached, build: "actions" },
  ])("is accepted with %j", (image) => {
    expect(() => stackWith(withImage(image, { buildOnPreview: true }))).not.toThrow();
  });
});

describe("a repository that is both created and adopted", () => {
  const both =
    "'create' and 'adopt' are both set, but 'create' makes a new repository, and 'adopt' takes over one that exists; set one of them to false";

  it.each([
    ["the repository", withRepository({ create: true, adopt: true })],
    ["the repository, which is empty", withRepository({ create: "empty", adopt: true })],
    ["the repository, with overwrite", withRepository({ create: true, adopt: "overwrite" })],
    ["the repository and the defaults", withRepository({ adopt: true }, { create: true })],
  ])("is reported: set by %s", (_how, config) => {
    expect(problemsWith(config)).toEqual([`ghcr:repositories.a: ${both}`]);
  });

  it.each([
    ["adopt", { adopt: false }],
    ["create", { adopt: true, create: false }],
  ])("is accepted if the repository overrides %s", (_setting, repository) => {
    expect(() => stackWith(withRepository(repository, { create: true }))).not.toThrow();
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
    ["an image", withRepository({ images: { App: cached, "app/buildcache": "." } })],
    [
      "an image before it, by the defaults",
      withRepository({ images: { "app/BuildCache": ".", app: "." } }, { cache: "registry" }),
    ],
    [
      "a mirror",
      {
        ...withRepository({ images: { app: cached } }),
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
    const config = withRepository({ images: all }, { cache: "registry" });
    expect(() => stackWith(config)).not.toThrow();
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
