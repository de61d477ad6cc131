import { otherWays } from "../../../../cli/commands/push/release";

const stack = { stack: "organization/pulumi-ghcr/prod" };

describe("if a version is already published, the next one to publish", () => {
  it.each<[next: string, tag: string, version: string | undefined]>([
    ["--bump patch", "v1.2.0", "v1.2.0"],
    ["v1.2.1", "v1.2.0", "v1.1.0"],
    ["v1.2.1", "v1.2.0", "v1.2.0-rc.1"],
    ["v1.2.1", "v1.2.0", undefined],
    ["VERSION", "nightly", "nightly"],
  ])("is %s after %s, with %s in the settings", (next, tag, version) => {
    expect(otherWays(stack, { tag, version })).toEqual([
      "Fix: publish another version:",
      `npx pulumi-ghcr push ${next} --stack prod`,
      "Or move the tags of this one:",
      `npx pulumi-ghcr push ${tag} --force --stack prod`,
    ]);
  });
});
