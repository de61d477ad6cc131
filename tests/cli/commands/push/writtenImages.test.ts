import { anyFollowsVersion, pushedNames } from "../../../../cli/commands/push/writtenImages";

const to = { registry: "ghcr.io", owner: "F1bonacci66" };

describe("what a stack pushes", () => {
  it.each<[string, unknown, unknown, unknown, readonly string[]]>([
    ["nothing", undefined, undefined, undefined, []],
    [
      "images in every form",
      { a: { images: { one: "../a", Two: {} } }, b: null },
      null,
      null,
      ["one", "Two"],
    ],
    ["mirrors", {}, { db: "docker.io/library/postgres:alpine" }, undefined, ["db"]],
    [
      "no image of a workflow",
      { a: { images: { one: { build: "actions" }, two: {} } } },
      {},
      {},
      ["two"],
    ],
    [
      "no image of a workflow by the defaults, and mirrors all the same",
      { a: { images: { one: "../a", two: { build: "pulumi" } } } },
      { db: {} },
      { build: "actions" },
      ["two", "db"],
    ],
    [
      "no image that a workflow builds unless it says otherwise",
      {
        a: { workflow: true, images: { one: "../a", two: { build: "pulumi" } } },
        b: { workflow: false, images: { three: "../b" } },
      },
      {},
      { workflow: {} },
      ["two", "three"],
    ],
    [
      "no names that are none",
      { a: { images: { "a b": {}, "a//b": {}, "v7/backend": {}, ["x".repeat(250)]: {} } } },
      { "-": {} },
      {},
      ["v7/backend"],
    ],
    ["nothing of what is no map", { a: "text", b: { images: ["one"] } }, "text", 3, []],
  ])("%s", (_what, repositories, mirrors, defaults, names) => {
    expect(pushedNames({ repositories, mirrors, defaults }, to)).toEqual(names);
  });
});

describe("whether any image's tags follow the version", () => {
  it.each<[boolean, unknown, unknown]>([
    [true, "../a", {}],
    [true, { tags: ["latest", "{{major}}"] }, {}],
    [true, { tags: ["{{tag}}"] }, { tags: ["latest"] }],
    [true, {}, { tags: ["{{version}}"] }],
    [false, { tags: ["latest", "{{branch}}"] }, {}],
    [false, { tags: ["latest"] }, { tags: ["{{tag}}"] }],
    [false, "../a", { tags: ["latest"] }],
  ])("%s: %j with %j", (follows, image, defaults) => {
    const repositories = { a: { images: { one: image } } };
    expect(anyFollowsVersion({ repositories, mirrors: {}, defaults })).toBe(follows);
  });

  it("is not told by settings without an image", () => {
    const written = { repositories: {}, mirrors: { db: {} }, defaults: {} };
    expect(anyFollowsVersion(written)).toBeUndefined();
  });
});
