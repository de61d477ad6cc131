import { afterRelease, nextLines, releases } from "../../cli/next";

it("each command stands by itself, to be copied, with what it does below", () => {
  expect(nextLines([releases("prod")])).toEqual([
    "Next:",
    "  npx pulumi-ghcr push --tag v1.0.0 --stack prod",
    "      releases under a version",
  ]);
});

it.each([
  ["every image is pinned", ["ghcr.io/octo/app@sha256:1"], "pulumi stack output compose"],
  ["an image has yet to be built", ["ghcr.io/octo/app@sha256:1", undefined], "pulumi up"],
])("where %s, a release is followed by what can be done with it", (_when, pinned, command) => {
  const images = pinned.map((each) => ({ pinned: each }));
  expect(afterRelease("prod", images).command).toMatch(new RegExp(`^${command} --stack prod`));
});
