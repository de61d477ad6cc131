import {
  ownerProblem,
  packageProblem,
  platformProblem,
  registryProblem,
  repositoryProblem,
  secretNameProblem,
  tagProblem,
} from "../../ghcr/names";

describe("a package's name", () => {
  it.each(["a", "civilx-universe", "v7/backend", "a.b_c__d", "a---b", "0", "V7/Backend"])(
    "can be '%s'",
    (name) => {
      expect(packageProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ["", "is empty"],
    ["a//b", "has an empty part between slashes"],
    ["/a", "has an empty part between slashes"],
    ["a/", "has an empty part between slashes"],
    ["a/-b", "has the part '-b'"],
    ["a-/b", "has the part 'a-'"],
    ["a..b", "has the part 'a..b'"],
    ["a___b", "has the part 'a___b'"],
    ["a._b", "has the part 'a._b'"],
    ["two words", "has the part 'two words'"],
    ["a:b", "has the part 'a:b'"],
    ["a\n", "has the part 'a\n'"],
    ["ä", "has the part 'ä'"],
  ])("cannot be '%s': it %s", (name, why) => {
    expect(packageProblem(name)).toMatch(new RegExp(`^${why}`));
  });
});

describe("a tag", () => {
  it.each(["latest", "1.2.3", "_", "A-b", "9".repeat(128)])("can be '%s'", (tag) => {
    expect(tagProblem(tag)).toBeUndefined();
  });

  it.each(["", "-a", ".a", "a b", "a/b", "a:b", "a@b", "a\n", "ä", "9".repeat(129)])(
    "cannot be '%s'",
    (tag) => {
      expect(tagProblem(tag)).toMatch(/^is not a tag: up to 128/);
    },
  );
});

describe("a platform", () => {
  it.each(["linux/amd64", "linux/arm/v7", "windows/amd64"])("can be '%s'", (platform) => {
    expect(platformProblem(platform)).toBeUndefined();
  });

  it.each(["", "linux", "linux/", "/amd64", "Linux/amd64", "linux/arm/v7/x", "linux amd64"])(
    "cannot be '%s'",
    (platform) => {
      expect(platformProblem(platform)).toMatch(/^is not a platform: /);
    },
  );
});

// What each takes and refuses in full stands with the settings that they guard.
it.each([
  ["an account", ownerProblem, "F1bonacci66", "two--dashes", "is not an account: "],
  ["a repository", repositoryProblem, ".github", "a/b", "is not a repository's name: "],
  ["a secret", secretNameProblem, "GHCR_TOKEN", "GITHUB_X", "is not a secret's name: "],
  ["a registry", registryProblem, "localhost:5000", "https://ghcr.io", "is not a registry: "],
])(
  "%s is told from what is none, in words that follow it",
  (_what, problemOf, right, wrong, why) => {
    expect(problemOf(right)).toBeUndefined();
    expect(problemOf(wrong)?.startsWith(why)).toBe(true);
  },
);
