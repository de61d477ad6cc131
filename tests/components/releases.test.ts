import { publish } from "./publishImage";

describe("the engine asks before it builds", () => {
  const hooks = { "Image universe": [["ghcr-release-universe"], ["ghcr-release-universe"]] };

  it.each([
    ["a version", { version: "v1.2.3" }, hooks],
    ["a version, with movable releases", { version: "v1.2.3", releases: "movable" as const }, {}],
    [
      "a version of which only parts are tags",
      { version: "v1.2.3", tags: ["{{major}}.{{minor}}"] },
      {},
    ],
    [
      "a pre-release, which only other tags get",
      { version: "v1.2.3-rc.1", tags: ["{{major}}.{{minor}}.{{patch}}", "next-{{tag}}"] },
      hooks,
    ],
    [
      "a pre-release without a tag for it",
      { version: "v1.2.3-rc.1", tags: ["{{major}}.{{minor}}.{{patch}}", "next"] },
      hooks,
    ],
    ["no version", {}, {}],
  ])("with %s", async (_what, args, expected) => {
    expect((await publish(args)).buildHooks).toEqual(expected);
  });
});
