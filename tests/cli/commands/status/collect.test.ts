import { collectStatus } from "../../../../cli/commands/status/collect";
import { statusStack } from "../../../../cli/commands/status/state";
import type { StackStatus } from "../../../../cli/commands/status/status";
import { Token } from "../../../../core/tokens/token";
import { recordPush } from "../../../../sandbox/registry/packages";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { answer, fakeRegistryForEachTest } from "../../../core/registry/fakeRegistry";
import { addToken } from "../../../sandbox/people";
import { githubForEachTest } from "../../../sandbox/world";
import { desiredMirror, desiredStack } from "../../../stack/desired";

const now = new Date("2026-11-30T12:00:00.000Z");
const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
const [built, moved] = [digestOf("1"), digestOf("2")];

const github = githubForEachTest();
const registry = fakeRegistryForEachTest();

interface Settings {
  readonly images: Readonly<Record<string, object>>;
  readonly resources?: readonly object[];
  readonly withDrift?: boolean;
  readonly admin?: Token;
  readonly pull?: Token;
}

/** The status of a stack with these outputs, at the sandbox's GitHub and a registry of the test. */
function statusOf({ images, resources = [], withDrift = false, admin, pull }: Settings) {
  const from = { registry: registry.host, name: "library/db" };
  const { credentials, ...desired } = desiredStack({
    registry: registry.host,
    apiAddress: github.origin,
    mirrors: [desiredMirror("db", from)],
  });
  const exported = {
    version: 3,
    deployment: {
      manifest: { time: "2026-11-27T12:00:00.5Z", version: "v3.255.0" },
      resources: [{ type: "pulumi:pulumi:Stack", outputs: { images } }, ...resources],
    },
  };
  const tokens = { publish: credentials.publish, pull };
  const stack = { ...desired, credentials: tokens };
  const read = statusStack("organization/pulumi-ghcr/prod", stack, exported, { admin });
  return collectStatus(read, { withDrift, now });
}

const reference = (name: string, tag = "v1"): string =>
  `${registry.host}/f1bonacci66/${name}:${tag}`;

const published = (name: string, tags = ["v1"]): object => ({
  reference: reference(name, tags[0]),
  tags: tags.map((tag) => reference(name, tag)),
  pinned: `${reference(name, tags[0])}@${built}`,
});

const pushedBy = (name: string, modified: string | undefined, tag = "v1"): object => ({
  type: "docker-build:index:Image",
  outputs: { ref: `${reference(name, tag)}@${built}` },
  modified,
});

function push(name: string, digest: string): void {
  const image = { owner: "f1bonacci66", name };
  recordPush(github.store.world, image, { digest, tag: "v1", source: null }, null);
}

const only = ({ images }: StackStatus) => images[0];

it("takes tags, digests and ages from the state, and asks GitHub for the visibility", async () => {
  push("app", built);
  const resources = [
    pushedBy("app", "2026-11-28T00:00:00.25Z", "v2"),
    pushedBy("app", "2026-11-27T00:00:00.25Z"),
    { ...pushedBy("app", "2020-01-01T00:00:00Z"), type: "other:index:Image" },
  ];
  const status = await statusOf({ images: { app: published("app", ["v1", "v2"]) }, resources });
  expect(status).toMatchObject({ stack: "prod", updated: "2026-11-27T12:00:00.5Z" });
  expect(status.images).toEqual([
    {
      image: "app",
      reference: reference("app"),
      digest: built,
      // The first of its tags was pushed then.
      pushed: "2026-11-27T00:00:00.25Z",
      visibility: "private",
      tags: null,
      why: [],
    },
  ]);
  // Without --drift, no tag of an image is read.
  expect(registry.requests.filter(({ path }) => path.includes("f1bonacci66/app"))).toEqual([]);
});

it("asks GitHub when it got an image that a workflow pushed", async () => {
  push("app", built);
  const { versions } = github.store.world.packages[0] ?? {};
  const status = await statusOf({ images: { app: published("app") } });
  expect(only(status)?.pushed).toBe(versions?.[0]?.createdAt);
  expect(only(status)?.why).toEqual([]);
});

it("says what is unknown, and why", async () => {
  push("other", built);
  push("there", moved);
  const status = await statusOf({
    images: {
      absent: published("absent"),
      there: published("there"),
      later: { reference: reference("later") },
      last: { ...published("absent"), isLastKnown: true },
    },
    resources: [pushedBy("absent", "2026-11-27T00:00:00Z")],
    withDrift: true,
  });
  expect(status.images).toMatchObject([
    { visibility: null, why: ["visibility: missing, or hidden from ghcr:token"] },
    { pushed: null, why: ["pushed: GitHub lists no version of there with this digest"] },
    { digest: null, tags: null, why: ["digest: its workflow has yet to build it"] },
    {
      digest: built,
      tags: null,
      why: [
        "digest: the last known one; its workflow has yet to build it",
        "visibility: missing, or hidden from ghcr:token",
      ],
    },
  ]);
});

it("with --drift reads where each tag points", async () => {
  push("app", built);
  const digests: Readonly<Record<string, string>> = { v1: built, v2: moved };
  registry.handle = ({ url = "" }, response) => {
    const tag = /f1bonacci66\/app\/manifests\/(.*)$/.exec(url)?.[1] ?? "";
    const digest = digests[tag];
    const headers = { "docker-content-digest": digest ?? "", "content-length": "2" };
    if (digest !== undefined) answer(response, 200, "", headers);
    else answer(response, tag === "v3" ? 404 : 403, "no");
  };
  const image = published("app", ["v1", "v2", "v3", "v4"]);
  const status = await statusOf({ images: { app: image }, withDrift: true });
  expect(only(status)?.tags).toMatchObject([
    { tag: "v1", state: "current", digest: built },
    { tag: "v2", state: "moved", digest: moved },
    { tag: "v3", state: "missing", digest: null },
    { tag: "v4", state: "unknown", digest: null, why: expect.any(String) as string },
  ]);
});

it("lists a mirror among the mirrors, not the images", async () => {
  const { images, mirrors } = await statusOf({ images: { db: published("db", ["16"]) } });
  expect(images).toEqual([]);
  expect(mirrors).toMatchObject([{ mirror: reference("db", "16"), state: "not copied" }]);
});

it("asks once for each token, and shows how long it is valid", async () => {
  const { world } = github.store;
  const pull = new Token(addToken(world, "ghp_fakePull", { expiresAt: "2026-12-10T11:00:00Z" }));
  const { tokens } = await statusOf({ images: {}, admin: new Token(PUBLISHER_TOKEN), pull });
  const unlimited = { outcome: "pass", account: "F1bonacci66", expires: "never", daysLeft: null };
  expect(tokens).toEqual([
    { setting: "ghcr:token", ...unlimited },
    { setting: "github:token", ...unlimited },
    {
      ...{ setting: "ghcr:pullToken", outcome: "pass", account: "F1bonacci66" },
      ...{ expires: "2026-12-10T11:00:00.000Z", daysLeft: 9 },
    },
  ]);
  const asked = github.journal.read().filter(({ path }) => path === "/user");
  expect(asked).toHaveLength(2);
  expect(JSON.stringify(tokens)).not.toMatch(/ghp_/);
});

it("shows a refused token, and one that is not on this machine", async () => {
  const { tokens } = await statusOf({ images: {}, pull: new Token("ghp_fakeUnknown") });
  expect(tokens.slice(1)).toMatchObject([
    { setting: "github:token", outcome: "unknown", why: "it is not set on this machine" },
    {
      ...{ setting: "ghcr:pullToken", outcome: "fail" },
      why: "GitHub refuses it (401): it is mistyped, expired or revoked",
    },
  ]);
});
