import {
  digestProblem,
  packageProblem,
  platformProblem,
  registryProblem,
  tagProblem,
  fullNameProblem,
} from "../../../core/oci/names";

const hex = "0123456789abcdef".repeat(4);

it.each<[string, (text: string) => string | undefined, readonly string[]]>([
  [
    "a package's name",
    packageProblem,
    ["a", "civilx-universe", "v7/backend", "a.b_c__d", "a---b", "0", "V7/Backend"],
  ],
  ["a tag", tagProblem, ["latest", "1.2.3", "_", "A-b", "9".repeat(128)]],
  ["a digest", digestProblem, [`sha256:${hex}`]],
  [
    "a registry",
    registryProblem,
    ["ghcr.io", "localhost", "localhost:5000", "127.0.0.1:1", "registry:65535", "a-b.c"],
  ],
  ["a platform", platformProblem, ["linux/amd64", "linux/arm/v7", "windows/amd64"]],
])("%s can be so", (_what, problemOf, texts) => {
  for (const text of texts) expect([text, problemOf(text)]).toEqual([text, undefined]);
});

describe("a package's name", () => {
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
    // The Kelvin sign becomes a plain k in lower case: it must not be accepted that way.
    ["\u212a", "has the part '\u212a' with '\u212a' \\(U\\+212A\\) at character 1"],
    ["good/a b", "has the part 'a b' with ' ' at character 7, but"],
  ])("cannot be '%s': it %s", (name, why) => {
    expect(packageProblem(name)).toMatch(new RegExp(`^${why}`));
  });
});

describe("a tag", () => {
  it.each([
    ["", "is empty: use up to 128"],
    ["-a", "has '-' at character 1: use up to 128"],
    [".a", "has '.' at character 1: use up to 128"],
    ["v 1", "has ' ' at character 2: use up to 128"],
    ["a/b", "has '/' at character 2: use up to 128"],
    ["a:b", "has ':' at character 2: use up to 128"],
    ["a@b", "has '@' at character 2: use up to 128"],
    ["a\n", "has '\\n' at character 2: use up to 128"],
    ["ab\u0435", "has '\u0435' (U+0435) at character 3: use up to 128"],
    ["\u{1f600}b", "has U+1F600 at character 1: use up to 128"],
    ["9".repeat(129), "has 129 characters: use up to 128"],
  ])("cannot be '%s': it %s", (tag, why) => {
    expect(tagProblem(tag)?.startsWith(why)).toBe(true);
  });
});

describe("a digest", () => {
  it.each([
    ["", "is not a digest: expected 'sha256:'"],
    [`sha256:${hex.toUpperCase()}`, "is not a digest: it has 'A' at character 18: "],
    [`sha256:${hex}0`, "is not a digest: it has 65 of 64 characters: "],
    [`sha256:${hex}\n`, "is not a digest: it has '\\n' at character 72: "],
    [`sha512:${hex}${hex}`, "is a sha512 digest, which ghcr.io does not use"],
    [`sha512:${hex}`, "is not a digest: expected 'sha256:'"],
    [`SHA256:${hex}`, "is not a digest: expected 'sha256:'"],
  ])("is not '%s': it %s", (digest, why) => {
    expect(digestProblem(digest)?.startsWith(why)).toBe(true);
  });
});

it("a full name has at most 255 characters, including its registry", () => {
  expect(fullNameProblem("ghcr.io", "a".repeat(247))).toBeUndefined();
  expect(fullNameProblem("ghcr.io", "a".repeat(248))).toMatch(/^is too long: .* 256 characters/);
});

it.each([
  ...["", ".", "..", "-a.io", "a-.io", "a..io", "ghcr.io.", "ghcr.io:", "ghcr.io:0"],
  ...["ghcr.io:65536", "ghcr.io/", "GHCR.io", "user@ghcr.io", "[::1]:5000", "\u0433hcr.io"],
  `${"a".repeat(253)}.io`,
])("a registry cannot be '%s'", (registry) => {
  expect(registryProblem(registry)).toMatch(/^is not a registry: use a host/);
});

it("a registry is not a single word, which docker reads as an account on Docker Hub", () => {
  expect(registryProblem("ghcr")).toMatch(/^is not a registry: docker reads/);
});

it.each(["", "linux", "linux/", "/amd64", "Linux/amd64", "linux/arm/v7/x", "linux amd64"])(
  "a platform cannot be '%s'",
  (platform) => {
    expect(platformProblem(platform)).toMatch(/^is not a platform: /);
  },
);
