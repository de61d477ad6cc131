import * as pulumi from "@pulumi/pulumi";
import {
  configure,
  imageOf,
  messageOf,
  problemsOf,
  readSettings,
  repositoryOf,
  setConfiguration,
} from "./configuring";

/** A stack's repositories with one image whose settings are these. */
function withImage(image: Record<string, unknown>): Record<string, unknown> {
  return { universe: { images: { universe: { context: ".", ...image } } } };
}

const imagePath = "ghcr:repositories.universe.images.universe";
const cached = { context: ".", cache: "registry" };

describe("the error", () => {
  it("tells every problem at once, each with its path", () => {
    setConfiguration({
      "ghcr:owner": "two words",
      "ghcr:registry": "https://ghcr.io",
      "ghcr:repositories": JSON.stringify({
        universe: { visibility: "secret", images: { universe: { tags: ["-first"] } } },
      }),
    });
    expect(messageOf().split("\n")[0]).toBe(
      "The stack's settings have 7 problems; nothing was changed.",
    );
    expect(problemsOf().map((problem) => problem.split(": ")[0])).toEqual([
      "github:token",
      "ghcr:token",
      "ghcr:owner",
      "ghcr:registry",
      "ghcr:repositories.universe.visibility",
      `${imagePath}.context`,
      `${imagePath}.tags.0`,
    ]);
  });

  it("says 'a problem' where there is one", () => {
    configure({ "ghcr:owner": "two words" });
    expect(messageOf()).toBe(
      [
        "The stack's settings have a problem; nothing was changed.",
        "  - ghcr:owner: 'two words' is not an account name: use up to 39 letters, digits and single '-', not at the start or end",
      ].join("\n"),
    );
  });

  it("tells how to name the owner", () => {
    configure({ "ghcr:owner": undefined });
    const [problem, ...others] = problemsOf();
    expect(others).toEqual([]);
    expect(problem).toMatch(/^ghcr:owner: is not set; .*ghcr:owner.*GITHUB_OWNER/);
  });

  it("shows no token that was pasted into the wrong setting", () => {
    configure({ "ghcr:owner": "ghp_examplepasted1" });
    expect(problemsOf()[0]).toMatch(/^ghcr:owner: 'ghp_…' is not an account/);
  });

  it("shows no token that was pasted into a name", () => {
    configure({ repositories: { universe: { images: { "ghp_examplepasted!": "." } } } });
    expect(problemsOf()).toEqual([
      expect.stringContaining("'ghp_…' has the part 'ghp_…' with '!'"),
    ]);
  });

  it("tells a map that is none, and the other problems with it", () => {
    configure({ "ghcr:owner": "two words", "ghcr:repositories": "universe" });
    expect(problemsOf()).toEqual([
      expect.stringMatching(/^ghcr:owner: 'two words' is not an account/),
      "ghcr:repositories: is the text 'universe'; expected a map",
    ]);
  });
});

describe("a visibility that is enforced and not set", () => {
  it.each<[string, Record<string, unknown>]>([
    [
      "itself",
      { repositories: { a: { images: { b: { context: ".", enforceVisibility: true } } } } },
    ],
    [
      "the defaults",
      { defaults: { enforceVisibility: true }, repositories: { a: { images: { b: "." } } } },
    ],
  ])("is reported: by %s", (_how, config) => {
    configure(config);
    expect(problemsOf()).toEqual([
      "ghcr:repositories.a.images.b: 'enforceVisibility' has no effect without 'packageVisibility'; add, for example, 'packageVisibility: public'",
    ]);
  });

  it("is well where the defaults tell it", () => {
    const image = { context: ".", enforceVisibility: true };
    configure({
      defaults: { packageVisibility: "public" },
      repositories: { a: { images: { b: image } } },
    });
    expect(() => readSettings({})).not.toThrow();
  });
});

describe("an attestation", () => {
  it("is refused of an image that an update builds", () => {
    configure({
      defaults: { attested: true },
      repositories: { a: { images: { b: ".", c: { context: ".", build: "actions" } } } },
    });
    expect(problemsOf()).toEqual([
      "ghcr:repositories.a.images.b: 'attested' is set, but what an update builds has no attestation; remove it, or set 'build: actions'",
    ]);
  });
});

describe("a preview that builds and would push a cache", () => {
  const response =
    "'buildOnPreview' with 'cache: registry' would push the cache in a preview; set 'buildOnPreview: false', or another 'cache'";

  it.each<[string, Record<string, unknown>]>([
    ["itself", { repositories: { a: { images: { b: { ...cached, buildOnPreview: true } } } } }],
    [
      "with the defaults",
      { defaults: { buildOnPreview: true }, repositories: { a: { images: { b: cached } } } },
    ],
    [
      "the defaults alone",
      {
        defaults: { buildOnPreview: true, cache: "registry" },
        repositories: { a: { images: { b: "." } } },
      },
    ],
  ])("is reported: by %s", (_how, config) => {
    configure(config);
    expect(problemsOf()).toEqual([`ghcr:repositories.a.images.b: ${response}`]);
  });

  it.each([
    { ...cached, buildOnPreview: false },
    { context: ".", cache: "gha" },
    { ...cached, build: "actions" },
  ])("is none with %j", (image) => {
    configure({
      defaults: { buildOnPreview: true },
      repositories: { a: { images: { b: image } } },
    });
    expect(() => readSettings({})).not.toThrow();
  });
});

describe("a repository that is both made and adopted", () => {
  const both =
    "'create' and 'adopt' are both set, but 'create' makes a new repository, and 'adopt' takes over one that exists; set one of them to false";

  it.each<[string, Record<string, unknown>]>([
    ["itself", { repositories: { a: { create: true, adopt: true } } }],
    ["over", { repositories: { a: { create: true, adopt: "overwrite" } } }],
    ["with the defaults", { defaults: { create: true }, repositories: { a: { adopt: true } } }],
  ])("is reported: by %s", (_how, config) => {
    configure(config);
    expect(problemsOf()).toEqual([`ghcr:repositories.a: ${both}`]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["its own wins", { defaults: { create: true }, repositories: { a: { adopt: false } } }],
    [
      "its own wins the other way",
      { defaults: { create: true }, repositories: { a: { adopt: true, create: false } } },
    ],
  ])("is none where %s", (_why, config) => {
    configure(config);
    expect(() => readSettings({})).not.toThrow();
  });
});

describe("a pattern of tags", () => {
  it.each([
    ["refs/tags/v*", "is a full Git ref; write only the tag name, without 'refs/tags/'"],
    [
      "v 1",
      "is not a valid tag pattern: it must not contain spaces, '~', '^', ':' or '\\'; write for instance \"v*\"",
    ],
  ])("is reported: %s", (pattern, response) => {
    configure({ repositories: { a: { protectTags: [pattern] } } });
    expect(problemsOf()).toEqual([`ghcr:repositories.a.protectTags.0: '${pattern}' ${response}`]);
  });
});

describe("a setting that there is not", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["ghcr:repositories.universe.color", "", { repositories: { universe: { color: "red" } } }],
    [`${imagePath}.file`, "", { repositories: withImage({ file: "Dockerfile" }) }],
    [`${imagePath}.contex`, "context", { repositories: withImage({ contex: "." }) }],
    [`${imagePath}.platfroms`, "platforms", { repositories: withImage({ platfroms: [] }) }],
    ["ghcr:repositories.a.visiblity", "visibility", { repositories: { a: { visiblity: "x" } } }],
    ["ghcr:repositories.a.image", "images", { repositories: { a: { image: {} } } }],
    ["ghcr:defaults.tag", "tags", { defaults: { tag: ["x"] } }],
    ["ghcr:mirrors.a.form", "from", { mirrors: { a: { from: "quay.io/a/b:c", form: "x" } } }],
    ["ghcr:builder.nam", "name", { builder: { name: "x", nam: "y" } }],
    // Without this a typo in 'repositories' would leave a program that declares nothing, and
    // Pulumi would delete all that the stack has.
    ["ghcr:repositorys", "repositories", { repositorys: {} }],
    ["ghcr:tokens", "token", { tokens: "ghp_exampleunderawrongname" }],
    ["ghcr:Owner", "owner", { Owner: "x" }],
    ["ghcr:secrets-npm", "secret-npm", { "secrets-npm": "fakesecret" }],
    ["ghcr:secret_npm", "secret-npm", { secret_npm: "fakesecret" }],
  ])("is reported: %s", (path, meant, config) => {
    configure(config);
    const suggestion = meant === "" ? "" : `; did you mean '${meant}'?`;
    expect(problemsOf()).toEqual([`${path}: is not a valid setting${suggestion}`]);
  });
});

describe("a setting in another's place", () => {
  const atRepository = "here; move it to a repository in ghcr:repositories";
  const atImage = "here; move it to an image in a repository's 'images'";

  it.each<[string, string, Record<string, unknown>]>([
    ["ghcr:workflow", atRepository, { workflow: { root: "../my-app" } }],
    ["ghcr:images", atRepository, { images: {} }],
    ["ghcr:tags", atImage, { tags: ["latest"] }],
    ["ghcr:repositories.a.context", atImage, { repositories: { a: { context: "." } } }],
  ])("is reported where it belongs: %s", (path, place, config) => {
    configure(config);
    expect(problemsOf()).toEqual([`${path}: is not a valid setting ${place}`]);
  });

  it("is answered with its new name where it had another one before", () => {
    const workflow = { root: "../my-app", ["upkeep"]: true };
    configure({ repositories: { a: { workflow, images: { a: "../my-app" } } } });
    expect(problemsOf()).toEqual([
      "ghcr:repositories.a.workflow.upkeep: is not a valid setting; it is now called 'cleanup'",
    ]);
  });

  it("is reported where 'ghcr:' is missing before it", () => {
    const project = pulumi.getProject();
    configure({ [`${project}:version`]: "1.0", [`${project}:workflow`]: true });
    expect(problemsOf()).toEqual([
      "version: has no 'ghcr:' prefix, so it is ignored; write ghcr:version",
      "workflow: has no 'ghcr:' prefix, so it is ignored; write ghcr:workflow",
    ]);
  });

  it("is none of ours where it is another program's", () => {
    configure({ [`${pulumi.getProject()}:color`]: "red", "other:version": "1.0" });
    expect(readSettings({}).owner).toBe("F1bonacci66");
  });
});

describe("an account", () => {
  it.each(["a", "F1bonacci66", "some-org", "a-b-c", "a".repeat(39), "0"])("can be %s", (owner) => {
    configure({ "ghcr:owner": owner });
    expect(readSettings({}).owner).toBe(owner);
  });

  it.each([
    "",
    "two words",
    "-first",
    "last-",
    "two--dashes",
    "a/b",
    "a.b",
    "ä",
    "a".repeat(40),
    // 39 letters and 38 dashes.
    `a${"-a".repeat(38)}`,
  ])("cannot be '%s'", (owner) => {
    configure({ "ghcr:owner": owner });
    expect(problemsOf()).toEqual([
      `ghcr:owner: '${owner}' is not an account name: use up to 39 letters, digits and single '-', not at the start or end`,
    ]);
    configure({ "ghcr:username": owner });
    expect(problemsOf()[0]).toMatch(/^ghcr:username: /);
  });

  // https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
  it("can be one that an enterprise manages, with its short code behind '_'", () => {
    configure({ "ghcr:username": "mona-cat_octo" });
    expect(readSettings({}).username).toBe("mona-cat_octo");
  });
});

describe("a registry", () => {
  it.each(["ghcr.io", "localhost:5000", "127.0.0.1:80", "my-registry.example"])(
    "can be %s",
    (registry) => {
      configure({ "ghcr:registry": registry });
      expect(readSettings({}).registry).toBe(registry);
    },
  );

  it.each(["", "https://ghcr.io", "ghcr.io/", "GHCR.io", "ghcr.io:", "ghcr.io:123456", "a b"])(
    "cannot be '%s'",
    (registry) => {
      configure({ "ghcr:registry": registry });
      expect(problemsOf()).toEqual([
        `ghcr:registry: '${registry}' is not a registry: use a host in lower case, with an optional port and without https://`,
      ]);
    },
  );
});

describe("a repository", () => {
  it.each(["a", ".github", "civilx-universe", "A_b.c-d", "a".repeat(100)])("can be %s", (name) => {
    configure({ repositories: { [name]: {} } });
    expect(readSettings({}).repositories.map((each) => each.name)).toEqual([name]);
  });

  it.each([".", "..", "a b", "a/b", "ä"])("cannot be '%s'", (name) => {
    configure({ repositories: { [name]: {} } });
    expect(problemsOf()).toEqual([
      `ghcr:repositories.${name}: '${name}' is not a repository name: use up to 100 letters, digits, '.', '_' and '-'`,
    ]);
  });

  it.each(["GHCR_TOKEN", "_", "a1", "github"])("'s secret can be %s", (secretName) => {
    configure({ repositories: { universe: { secretName } } });
    expect(repositoryOf(readSettings({}), "universe").secretName).toBe(secretName);
  });

  it.each(["", "1A", "A-B", "A B", "GITHUB_X", "github_x"])(
    "'s secret cannot be '%s'",
    (secretName) => {
      configure({ repositories: { universe: { secretName } } });
      expect(problemsOf()).toEqual([
        `ghcr:repositories.universe.secretName: '${secretName}' is not a secret name: use letters, digits and '_', not starting with a digit or GITHUB_`,
      ]);
    },
  );
});

describe("names that GitHub refuses", () => {
  it("are those that are too long, and the message is cut", () => {
    configure({ repositories: { ["a".repeat(5000)]: {} } });
    const cut = `${"a".repeat(100)}…`;
    expect(problemsOf()).toEqual([
      `ghcr:repositories.${cut}: '${cut}' is not a repository name: use up to 100 letters, digits, '.', '_' and '-'`,
    ]);
  });

  it.each([".git", ".wiki", ".Git"])("are those that end with %s", (ending) => {
    configure({ repositories: { [`a${ending}`]: {} } });
    expect(problemsOf()).toEqual([
      `ghcr:repositories.a${ending}: 'a${ending}' is not a repository name that GitHub allows; remove ${ending}`,
    ]);
  });

  it("are those of one repository in other capitals", () => {
    configure({ repositories: { Universe: {}, other: {}, universe: {} } });
    expect(problemsOf()).toEqual([
      "ghcr:repositories.universe: is the same repository as ghcr:repositories.Universe, ignoring case; rename or remove one of them",
    ]);
  });
});

describe("an image", () => {
  it.each<[string, Record<string, unknown>]>([
    ["tags.0", { tags: ["-first"] }],
    ["tags.1", { tags: ["latest", "a".repeat(129)] }],
    ["tags", { tags: [] }],
    ["platforms.0", { platforms: ["amd64"] }],
    ["platforms.1", { platforms: ["linux/amd64", "Linux/arm64"] }],
    ["platforms", { platforms: [] }],
    ["context", { context: "" }],
    ["dockerfile", { dockerfile: "" }],
    ["contexts.base", { contexts: { base: "" } }],
    ["tags.2", { tags: ["latest", "1", "latest"] }],
    ["target", { target: "" }],
    ["buildArgs.A-B", { buildArgs: { "A-B": "1" } }],
    ["buildArgs.BUILDKIT_MULTI_PLATFORM", { buildArgs: { BUILDKIT_MULTI_PLATFORM: "0" } }],
    ["secrets.a,b", { secrets: { "a,b": "npm" } }],
  ])("reports a wrong setting by its path: %s", (path, image) => {
    configure({ repositories: withImage(image), "secret-npm": "fakesecret" });
    expect(problemsOf().map((problem) => problem.split(": ")[0])).toEqual([`${imagePath}.${path}`]);
  });

  it("reports a wrong platform in words, not as a pattern", () => {
    configure({ repositories: withImage({ platforms: ["amd64"] }) });
    expect(problemsOf()[0]).toContain("'amd64'");
  });

  it.each(["a//b", "two words", "-a", ""])("cannot be named '%s'", (name) => {
    configure({ repositories: { universe: { images: { [name]: { context: "." } } } } });
    const [problem, ...others] = problemsOf();
    expect(others).toEqual([]);
    expect(problem).toContain(`ghcr:repositories.universe.images.${name}: '${name}' `);
  });

  it.each([
    ["universe", "universe"],
    ["universe", "Universe"],
    ["Universe", "universe"],
  ])("is one package, which two repositories cannot have: %s and %s", (one, other) => {
    const images = (image: string): unknown => ({ images: { [image]: { context: "." } } });
    configure({ repositories: { first: images(one), second: images(other) } });
    expect(problemsOf()).toEqual([
      expect.stringContaining(`ghcr:repositories.second.images.${other}: `),
    ]);
  });

  it("is one package with a mirror of its name", () => {
    const images = { universe: "." };
    const mirrors = { Universe: "docker.io/library/postgres:alpine" };
    configure({ repositories: { universe: { images } }, mirrors });
    expect(problemsOf()).toEqual([
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
  ])("keeps its cache in a package that is nobody else's: %s", (_what, config) => {
    configure(config);
    expect(problemsOf()).toEqual([
      expect.stringMatching(
        /^ghcr:\S+app\/buildcache: is the package that stores the cache of ghcr:repositories\.a\.images\.app; rename it, or change that image's 'cache'$/i,
      ),
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["keeps its steps elsewhere", { app: { ...cached, cache: "gha" } }],
    ["is built by a workflow", { app: { ...cached, build: "actions" } }],
    ["has another name", { "app/api": cached }],
  ])("leaves that name free where it %s", (_why, images) => {
    const all = { ...images, "app/buildcache": { context: ".", cache: "off" } };
    configure({ defaults: { cache: "registry" }, repositories: { a: { images: all } } });
    expect(() => readSettings({})).not.toThrow();
  });

  it("has a name that leaves room for its cache's", () => {
    const images = { ["a".repeat(230)]: cached };
    configure({ repositories: { universe: { images } } });
    expect(problemsOf()).toEqual([
      expect.stringMatching(
        /\.cache: is stored in a package whose name is too long: registry and name have 261 characters, but clients accept at most 255$/,
      ),
    ]);
  });

  it("has a name that fits behind the registry and the owner", () => {
    configure({ repositories: { universe: { images: { ["a".repeat(250)]: "." } } } });
    expect(problemsOf()).toEqual([expect.stringContaining("is too long: registry and name have")]);
  });

  it.each([
    "ghp_examplefaketoken",
    "token=github_pat_examplefake",
    `npm_${"a".repeat(36)}`,
    "https://somebody:fakepassword@registry.example/",
    "-----BEGIN RSA PRIVATE KEY-----",
  ])("has no token among its build arguments: %s", (value) => {
    configure({ repositories: withImage({ buildArgs: { NPM: value } }) });
    const [problem, ...others] = problemsOf();
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^ghcr:\S+\.buildArgs\.NPM: '.*' looks like a token, .*pulumi config set --secret ghcr:secret-NAME/,
    );
    expect(problem).not.toMatch(/fake|aaaa/);
  });

  it.each(["1.10", "npm_config_loglevel", "highp_float", "https://example.org/a"])(
    "may have '%s' among its build arguments",
    (value) => {
      configure({ repositories: withImage({ buildArgs: { A: value } }) });
      expect(imageOf(readSettings({}), "universe").buildArgs).toEqual({
        A: value,
      });
    },
  );
});
