import { describeRelease, raiseVersion } from "../../../../cli/commands/push/stack";
import { stackWith } from "../../../stack/settings/configuring";

type Settings = Readonly<Record<string, unknown>>;

/** The packages that a release of v1.2.3 pushes. */
const released = (settings: Settings) =>
  describeRelease(stackWith({ version: "v1.2.3", ...settings }));

describe("what a stack pushes", () => {
  it.each<[string, Settings, readonly string[]]>([
    ["nothing", {}, []],
    [
      "images in every form",
      { repositories: { a: { images: { one: "../a", Two: { context: "." } } }, b: null } },
      ["one", "two"],
    ],
    ["mirrors", { mirrors: { db: "docker.io/library/postgres:alpine" } }, ["db"]],
    [
      "no image of a workflow",
      {
        repositories: {
          a: { images: { one: { context: ".", build: "actions" }, two: "." } },
        },
      },
      ["two"],
    ],
    [
      "no image of a workflow by the defaults, and mirrors all the same",
      {
        repositories: { a: { images: { one: "../a", two: { context: ".", build: "pulumi" } } } },
        mirrors: { db: "quay.io/a/b:c" },
        defaults: { build: "actions" },
      },
      ["two", "db"],
    ],
    [
      "no image that a workflow builds, unless its own setting differs",
      {
        repositories: {
          a: { images: { one: "a", two: { context: "a", build: "pulumi" } } },
          b: { workflow: false, images: { three: "../b" } },
        },
        defaults: { workflow: {} },
      },
      ["two", "three"],
    ],
  ])("%s", (_what, settings, names) => {
    const { packages } = released(settings);
    expect(packages.map(({ registry, name }) => `${registry}/${name}`)).toEqual(
      names.map((name) => `ghcr.io/f1bonacci66/${name}`),
    );
  });
});

describe("whether any image's tags use the version", () => {
  it.each<[boolean, object, object]>([
    [true, {}, {}],
    [true, { tags: ["latest", "{{major}}"] }, {}],
    [true, { tags: ["{{tag}}"] }, { tags: ["latest"] }],
    [true, {}, { tags: ["{{version}}"] }],
    [true, {}, { workflow: {} }],
    [false, { tags: ["latest", "{{branch}}"] }, {}],
    [false, { tags: ["latest"] }, { tags: ["{{tag}}"] }],
    [false, {}, { tags: ["latest"] }],
  ])("%s: %j with %j", (follows, image, defaults) => {
    const repositories = { a: { images: { one: { context: "a", ...image } } } };
    expect(released({ repositories, defaults }).followsVersion).toBe(follows);
  });

  it("is undefined without an image", () => {
    const mirrors = { db: "quay.io/a/b:c" };
    expect(released({ mirrors })).toMatchObject({ followsVersion: undefined, tagRules: [] });
  });
});

describe("the version after the one in the settings", () => {
  it("has its `v`", () => {
    expect(raiseVersion("v1.0.9", "patch")).toBe("v1.0.10");
  });

  it.each([
    [undefined, "the settings contain no ghcr:version yet"],
    ["nightly", "ghcr:version is 'nightly', which is not a semantic version such as v1.2.3"],
  ])("cannot be computed for %s", (version, problem) => {
    expect(() => raiseVersion(version, "minor")).toThrow(
      `--bump minor: ${problem}. Nothing was changed. Name the version:\nnpx pulumi-ghcr push v1.0.0`,
    );
  });
});
