import { printReference } from "../../../core/oci/reference";
import type { DesiredMirror } from "../../../stack/model";
import { configure, mirrorOf, problemsOf, problemsWith, stackWith } from "./configuring";

const digest = `sha256:${"0".repeat(64)}`;

/** The problems of a mirror with these settings, below `ghcr:mirrors.copy.`. */
function problemsOfMirror(mirror: unknown): readonly string[] {
  configure({ mirrors: { copy: mirror } });
  return problemsOf().map((problem) => problem.replace(/^ghcr:mirrors\.copy\./, ""));
}

function read(mirror: object): DesiredMirror {
  return mirrorOf(stackWith({ mirrors: { copy: mirror }, "secret-hub": "fakepassword" }), "copy");
}

describe("the source of a mirror", () => {
  it.each([
    ["postgres:alpine", "'docker.io/library/postgres:alpine'"],
    ["docker.io/postgres:alpine", "must be written docker.io/library/postgres:alpine"],
    ["Quay.io/Org/App:1", "must be written quay.io/org/app:1"],
    ["docker://quay.io/org/app:1", "must be written quay.io/org/app:1"],
    ["quay.io/org/app", "has no tag, and 'tags' is not set; write, for example, quay.io/org/app:"],
    ["quay.io/org/app:-1", "the tag '-1'"],
    ["", "is not a reference"],
    ["somebody:fakepassword@quay.io/org/app:1", "contains a token or a password"],
    ["https://somebody:fakepassword@quay.io/org/app:1", "contains a token or a password"],
    ["ghcr.io/f1bonacci66/copy:1", "refers to the mirror itself"],
  ])("cannot be '%s'", (from, words) => {
    const [problem, ...others] = problemsOfMirror(from);
    expect(others).toEqual([]);
    expect(problem).toMatch(/^from: /);
    expect(problem).toContain(words);
    expect(problem).not.toContain("fakepassword");
  });

  it("requires tags if it has only a digest", () => {
    expect(problemsOfMirror(`quay.io/org/app@${digest}`)).toEqual([
      "tags: is required, because 'from' has no tag; list the tags to push",
    ]);
  });
});

it("has no name that GitHub would reject", () => {
  const from = "quay.io/a/b:c";
  expect(problemsWith({ mirrors: { "a//b": from, "x.": from } })).toEqual([
    expect.stringContaining("ghcr:mirrors.a//b: 'a//b' has an empty part between slashes"),
    expect.stringContaining("ghcr:mirrors.x.: 'x.' has the part 'x.'"),
  ]);
});

describe("the mirror", () => {
  const complete = {
    ...{ tags: ["one", "two"], platforms: ["linux/amd64"], backup: "{{tag}}-{{date}}" },
    ...{ mode: "linked", repository: "my-app" },
  };

  it.each<[string, object, object]>([
    [
      "tags of the source, if 'from' has none",
      { from: "docker.io/library/postgres", tags: ["alpine", ">=16 <18"] },
      { tags: ["alpine", ">=16 <18"], mode: "copy", services: ["copy"] },
    ],
    [
      "the source's tag beside a digest",
      { from: `quay.io/org/app:1@${digest}` },
      { tags: ["1"], mode: "copy", services: ["copy"] },
    ],
    [
      "all that is written",
      { from: "quay.io/org/app:1", ...complete, service: [] },
      { ...complete, services: [] },
    ],
  ])("is %s", (_what, mirror, expected) => {
    const { from, ...rest } = read(mirror);
    expect(printReference(from)).toBe((mirror as { from: string }).from);
    expect(rest).toEqual({ name: "copy", ...expected });
  });

  it("has the password as a secret", () => {
    const login = { username: "octocat", password: "hub" };
    const { login: found } = read({ from: "quay.io/a/b:c", login });
    expect([found?.username, found?.password.reveal()]).toEqual(["octocat", "fakepassword"]);
    expect(JSON.stringify(found)).not.toContain("fakepassword");
  });
});

const from = "quay.io/a/b:c";
const bare = "quay.io/a/b";

it.each<[object, readonly string[]]>([
  [
    { from, tags: [">=1"] },
    ["tags.0: '>=1' is a range, but 'from' already has the tag 'c'; remove that from 'from'"],
  ],
  [
    { from: `${bare}@${digest}`, tags: ["1", ">=1"] },
    ["tags.1: '>=1' is a range, but 'from' already has a digest; remove that from 'from'"],
  ],
  [
    { from: bare, tags: ["> one"] },
    [
      "tags.0: '> one' is neither a tag nor a version range; write, for example, '16', '>=16 <18', or '^3.1 -alpine' for tags that end with '-alpine'",
    ],
  ],
  [
    { from, mode: "linked" },
    [
      "mode: 'linked' requires a repository to link the package to; add, for example, repository: my-app",
    ],
  ],
  [
    { from, repository: "my-app" },
    ["repository: has no effect without 'mode: linked'; add that, or remove this setting"],
  ],
  [
    { from, login: { username: "octocat", password: "hubb" } },
    [
      "login.password: is not the NAME of a stored ghcr:secret-NAME; store it with 'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME here",
    ],
  ],
  [
    { from, backup: "{{tag}}-old" },
    [
      "backup: '{{tag}}-old' is the same each time, so the next backup would replace it; write, for example, \"{{tag}}-{{date}}\"",
    ],
  ],
  [
    { from: bare, tags: [">=1"], backup: "before-{{date}}" },
    [
      "backup: 'before-{{date}}' is the same for each tag; write, for example, \"{{tag}}-{{date}}\"",
    ],
  ],
  [
    { from: bare, tags: ["1", "2"], backup: "{{tga}}-{{date}}" },
    [
      "backup: '{{tga}}-{{date}}' has '{' at character 1: use up to 128 letters, digits, '.', '_' and '-', not starting with '.' or '-'; the placeholders are {{tag}}, {{date}} and {{digest}}: write, for example, \"{{tag}}-{{date}}\"",
    ],
  ],
  [
    {
      from: bare,
      tags: [">=1"],
      mode: "daemon",
      platforms: ["linux/amd64"],
      login: { username: "a", password: "b" },
      backup: "{{tag}}-{{date}}",
    },
    [
      "platforms: is not supported with 'mode: daemon', which pushes what the daemon has; remove it",
      "login: is not supported with 'mode: daemon', which pushes what the daemon has; remove it",
      "backup: is not supported with 'mode: daemon', which pushes what the daemon has; remove it",
      "tags: contains a range, but 'mode: daemon' does not list a registry's tags; list each tag",
      "login.password: is not the NAME of a stored ghcr:secret-NAME; store it with 'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME here",
    ],
  ],
])("%j is reported with its path", (mirror, problems) => {
  expect(problemsOfMirror(mirror)).toEqual(problems);
});
