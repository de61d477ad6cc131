import { commandAfterRelease, nextLines, releaseCommand } from "../../../cli/ui/next";

it("each command has its own line, followed by its description", () => {
  expect(nextLines([releaseCommand("prod")])).toEqual([
    "Next:",
    "  npx pulumi-ghcr push v1.0.0 --stack prod",
    "      publishes a version",
  ]);
});

it.each([
  ["v1.0.9", "v1.0.10"],
  ["1.10", "1.11"],
  ["v1.0.0-rc.1", "v1.0.0"],
  ["nightly", "v1.0.0"],
])("the release after %s is %s", (version, next) => {
  expect(releaseCommand("prod", version).command).toContain(`push ${next} `);
});

it("the setup of the user's shell comes first", () => {
  const shell = { folder: "../pulumi-ghcr", passphrase: "/home/octo/passphrase" };
  expect(nextLines([], shell)).toEqual([
    "Next:",
    "  cd ../pulumi-ghcr",
    "  export PULUMI_CONFIG_PASSPHRASE_FILE=/home/octo/passphrase",
  ]);
});

const pinned = { registry: "ghcr.io", name: "octo/app", digest: "sha256:1" };

it.each<[string, (typeof pinned | undefined)[], string]>([
  ["every image is pinned", [pinned], "npx pulumi-ghcr outputs deploy"],
  ["an image has yet to be built", [pinned, undefined], "npx pulumi up"],
])("where %s, a release suggests the next command", (_when, all, command) => {
  const images = all.map((each) => ({ pinned: each }));
  const next = commandAfterRelease("prod", images, {});
  expect(next.command).toMatch(new RegExp(`^${command} --stack prod`));
  expect(next.description).not.toContain("pull request");
});

it("a proposed workflow must be merged first", () => {
  const pullRequests = { shop: "https://github.com/octo/shop/pull/3" };
  const { description } = commandAfterRelease("prod", [{ pinned: undefined }], pullRequests);
  expect(description).toContain("after the pull request is merged");
});
