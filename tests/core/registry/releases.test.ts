import { checkReleases } from "../../../core/registry/releases";
import { reply } from "./fakeRegistry";
import { digestOf } from "../../../core/registry/manifest";
import { fixture, startRegistryForEachTest } from "./guardedRegistry";

startRegistryForEachTest();

const commit = "c".repeat(40);

/** Publishes an index that was built from a commit, or of unknown origin. */
function serveRelease(revision: string | undefined): string {
  const annotations =
    revision === undefined ? {} : { "org.opencontainers.image.revision": revision };
  const body = JSON.stringify({ schemaVersion: 2, manifests: [], annotations });
  fixture.registry.handle = reply(200, body);
  return digestOf(Buffer.from(body));
}

function check(built: string | undefined, priorDigest?: string, willBuild = true) {
  const tags = [{ registry: fixture.registry.host, name: "me/app", tag: "v1.0.0" }];
  const release = { tags, commit: built, username: "me", token: "ghp_example" };
  return checkReleases(release, { digests: priorDigest ? [priorDigest] : [], willBuild });
}

it("a release that is not published yet is built", async () => {
  fixture.registry.handle = reply(404, "{}");
  expect(await check(commit)).toEqual({ problems: [], warnings: [] });
});

it.each([
  ["another commit", "d".repeat(40), commit, ` from commit ${"d".repeat(40)}`],
  [
    "the same commit with changed files",
    `${commit}-dirty`,
    `${commit}-dirty`,
    ` from commit ${commit}-dirty`,
  ],
  ["an unknown commit, if it is known now", undefined, commit, ""],
  ["an unknown commit", undefined, undefined, ""],
])("a release from %s is not moved", async (_what, published, built, origin) => {
  const digest = serveRelease(published);
  const { problems, warnings } = await check(built);
  expect(problems).toEqual([
    `${fixture.registry.host}/me/app:v1.0.0 is already published${origin} as ${digest}; this update would move it`,
  ]);
  expect(warnings).toEqual([]);
});

it("a release whose update was interrupted is built again from its commit", async () => {
  const digest = serveRelease(commit);
  const { problems, warnings } = await check(commit, "sha256:older");
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    `${fixture.registry.host}/me/app:v1.0.0 is built again from the same commit; it was ${digest}`,
  ]);
});

it("a release that is in the state is not built again from its commit, as with other arguments", async () => {
  const digest = serveRelease(commit);
  expect((await check(commit, digest)).problems).toHaveLength(1);
});

it("a release that is in the state stays if its image is unchanged", async () => {
  const digest = serveRelease(undefined);
  expect(await check(undefined, digest, false)).toEqual({ problems: [], warnings: [] });
  expect((await check(undefined, "sha256:older", false)).problems).toHaveLength(1);
});

it("a release is built with a warning if the registry does not answer", async () => {
  fixture.registry.handle = reply(403, "denied");
  const { problems, warnings } = await check(commit);
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    `whether ${fixture.registry.host}/me/app:v1.0.0 is already published is unknown, so it is built: the registry refuses the pull (403): denied`,
  ]);
});
