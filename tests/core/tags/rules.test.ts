import fc from "fast-check";
import { tagProblem } from "../../../core/oci/names";
import {
  defaultTags,
  fillTags,
  needsSource,
  isRelease,
  needsVersion,
  tagRuleProblem,
  type TagFacts,
} from "../../../core/tags/rules";
import { character } from "../../fuzz/character";

const commit = "0123456789abcdef0123456789abcdef01234567";

describe("what a rule gives", () => {
  it.each<[string, TagFacts, string]>([
    ["latest", {}, "latest"],
    ["1.10", {}, "1.10"],
    ["{{version}}", { version: "1.2.3" }, "1.2.3"],
    ["{{version}}", { version: "v1.2.3" }, "1.2.3"],
    ["{{version}}", { version: "v1.2.3-rc.1" }, "1.2.3-rc.1"],
    ["{{tag}}", { version: "v1.2.3" }, "v1.2.3"],
    ["{{tag}}", { version: "nightly" }, "nightly"],
    ["{{major}}.{{minor}}", { version: "v1.20.3" }, "1.20"],
    ["{{major}}", { version: "v1.2.3" }, "1"],
    ["v{{major}}.{{minor}}.{{patch}}", { version: "1.2.3" }, "v1.2.3"],
    ["alpine-{{version}}", { version: "0.0.0" }, "alpine-0.0.0"],
    ["{{ version }}", { version: "1.2.3" }, "1.2.3"],
    ["{{commit}}", { commit }, "0123456"],
    ["sha-{{commit}}", { commit: `${commit}-dirty` }, "sha-0123456-dirty"],
    ["{{branch}}", { branch: "main" }, "main"],
    ["{{branch}}", { branch: "feature/log in" }, "feature-log-in"],
    ["{{branch}}", { branch: "größe" }, "gr-e"],
    [
      "{{branch}}",
      { branch: "dependabot/npm_and_yarn/a-1.2.3" },
      "dependabot-npm_and_yarn-a-1.2.3",
    ],
    ["{{branch}}", { branch: ".#hidden" }, "hidden"],
    ["{{branch}}-{{commit}}", { branch: "main", commit }, "main-0123456"],
  ])("%s with %j is %s", (rule, facts, tag) => {
    expect(tagRuleProblem(rule)).toBeUndefined();
    expect(fillTags([rule], facts)).toEqual({ tags: [tag], problems: [] });
  });

  it("keeps the order, and each tag once", () => {
    const rules = ["{{version}}", "{{tag}}", "{{major}}.{{minor}}", "latest"];
    expect(fillTags(rules, { version: "1.2.3" }).tags).toEqual(["1.2.3", "1.2", "latest"]);
  });
});

describe("a pre-release", () => {
  const all = ["{{version}}", "{{major}}.{{minor}}", "{{major}}", "latest", "edge"];

  it.each<[string, readonly string[]]>([
    ["v1.2.3", ["1.2.3", "1.2", "1", "latest", "edge"]],
    ["v1.2.3-rc.1", ["1.2.3-rc.1", "edge"]],
    ["v1.2.3-0", ["1.2.3-0", "edge"]],
  ])("moves neither the numbers alone nor latest: %s", (version, tags) => {
    expect(fillTags(all, { version })).toEqual({ tags, problems: [] });
  });

  it("does not touch an image that has no version in its tags", () => {
    expect(fillTags(["latest"], { version: "1.2.3-rc.1" }).tags).toEqual(["latest"]);
  });

  it("that leaves no tag is a problem", () => {
    expect(fillTags(["{{major}}.{{minor}}", "latest"], { version: "1.2.3-rc.1" })).toEqual({
      tags: [],
      problems: [
        {
          index: 0,
          missing: "tag",
          message: "gives no tag for the pre-release 1.2.3-rc.1: add '{{version}}' to the list",
        },
      ],
    });
  });
});

describe("a rule that cannot be filled", () => {
  const notSemantic = (version: string): string =>
    `requires a semantic version such as v1.2.3 or 1.2.3-rc.1, not '${version}'; '{{tag}}' accepts any`;

  it.each<[string, TagFacts, string, string]>([
    ["{{tag}}", {}, "version", "requires a version, but none is set"],
    ["{{version}}", {}, "version", "requires a version, but none is set"],
    ["{{version}}", { version: "nightly" }, "semantic version", notSemantic("nightly")],
    ["{{major}}", { version: "1.2" }, "semantic version", notSemantic("1.2")],
    ["{{version}}", { version: "01.2.3" }, "semantic version", notSemantic("01.2.3")],
    ["{{commit}}", {}, "commit", "requires the commit, which is unknown"],
    ["{{branch}}", { commit }, "branch", "requires the branch, which is unknown"],
    [
      "{{branch}}",
      { branch: "b".repeat(129) },
      "tag",
      `gives '${"b".repeat(129)}', which has 129 characters: use up to 128 letters, digits, '.', '_' and '-', not starting with '.' or '-'`,
    ],
  ])("%s with %j is missing the %s", (rule, facts, missing, message) => {
    expect(fillTags(["latest", rule], facts)).toEqual({
      tags: ["latest"],
      problems: [{ index: 1, missing, message }],
    });
  });

  it("is reported with all others", () => {
    const { problems } = fillTags(["{{version}}", "{{commit}}", "{{branch}}"], {});
    expect(problems.map(({ missing }) => missing)).toEqual(["version", "commit", "branch"]);
  });
});

describe("an invalid rule", () => {
  it.each([
    ["{{verson}}", "has '{{verson}}', which is not a placeholder; did you mean '{{version}}'?"],
    [
      "{{sha256sum}}",
      "has '{{sha256sum}}', which is not a placeholder; use one of {{tag}}, {{version}}",
    ],
    ["{{}}", "has '{{}}', which is not a placeholder"],
    ["{{toString}}", "has '{{toString}}', which is not a placeholder"],
    ["{version}", "has '{' at character 1"],
    ["{{version}", "a placeholder has two braces on each side"],
    ["-{{version}}", "has '-' at character 1"],
    ["{{version}} latest", "has ' ' at character 12"],
    ["", "is empty"],
  ])("%j has a problem", (rule, problem) => {
    expect(tagRuleProblem(rule)).toContain(problem);
  });
});

it.each<[readonly string[], boolean, boolean]>([
  [["latest", "{{version}}"], true, false],
  [["{{tag}}"], true, false],
  [["latest"], false, false],
  [["sha-{{commit}}"], false, true],
  [["latest", "{{branch}}"], false, true],
])("%j needs the version: %s, the source: %s", (rules, version, source) => {
  expect([needsVersion(rules), needsSource(rules)]).toEqual([version, source]);
});

it("pushes a version under its own name too, by default", () => {
  expect(defaultTags(undefined)).toEqual(["latest"]);
  expect(fillTags(defaultTags("v1.0.0"), { version: "v1.0.0" }).tags).toEqual(["v1.0.0", "latest"]);
  expect(fillTags(defaultTags("v1.0.0-rc.1"), { version: "v1.0.0-rc.1" }).tags).toEqual([
    "v1.0.0-rc.1",
  ]);
});

it("gives a valid tag, or a problem, whatever the branch", () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), (branch) => {
      const { tags, problems } = fillTags(["{{branch}}"], { branch });
      expect(tags.length + problems.length).toBe(1);
      for (const tag of tags) expect(tagProblem(tag)).toBeUndefined();
    }),
  );
});

it.each([
  ["{{tag}}", true],
  ["app-{{version}}-alpine", true],
  ["{{major}}.{{minor}}.{{patch}}", true],
  ["{{major}}.{{minor}}", false],
  ["sha-{{commit}}", false],
  ["latest", false],
  ["v1.0.0", false],
])("whether %s is a release: %s", (rule, expected) => {
  expect(isRelease(rule)).toBe(expected);
});
