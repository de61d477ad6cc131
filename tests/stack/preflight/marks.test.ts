import type { MirrorSeen } from "../../../stack/preflight/checks/mirrors";
import { imageMark, mirrorMark } from "../../../stack/preflight/marks";
import { readSettings, type Settings } from "../../../stack/settings";
import { ofImages } from "../../../stack/settings/schema/image";
import { Sources, type SourceLook } from "../../../core/source";
import { configure } from "../settings/configuring";

const page = "F1bonacci66/a";
const size = { context: "a", bytes: 1, files: 1, isMore: false, largest: [] };
const look: SourceLook = { facts: { commit: "0123", branch: "main" }, size, digest: "d1" };

const image = {
  context: "a",
  dockerfile: "a/Dockerfile",
  contexts: { base: "base" },
  tags: ["1", "latest"],
  platforms: ["linux/amd64"],
  target: "run",
  buildArgs: { ONE: "1", TWO: "2" },
  cache: "gha",
  network: "none",
  secrets: { npmrc: "npm" },
};

interface Change {
  readonly image?: object;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly look?: SourceLook;
  readonly source?: string;
}

function settingsOf({ image: changed, settings }: Change): Settings {
  const images = { a: { ...image, ...changed } };
  configure({
    repositories: { a: { images } },
    mirrors: { m: { from: "docker.io/library/postgres:16", tags: ["16"] } },
    "ghcr:secret-npm": "12",
    "ghcr:secret-other": "34",
    ...settings,
  });
  return readSettings({});
}

async function markOf(change: Change = {}): Promise<string | undefined> {
  const settings = settingsOf(change);
  const own = settings.repositories.a?.images.a;
  if (own === undefined) throw new Error("there is no such image");
  return imageMark(settings, own, change.look ?? look, change.source ?? page);
}

function markOfMirror(
  settings: Change["settings"] = {},
  copies: MirrorSeen["copies"] = copiesOf("1"),
): string {
  const whole = settingsOf({ settings });
  const own = whole.mirrors.m;
  if (own === undefined) throw new Error("there is no such mirror");
  return mirrorMark(whole, own, copies);
}

function copiesOf(digest: string): MirrorSeen["copies"] {
  return [{ tag: "16", sources: [`docker.io/library/postgres@sha256:${digest}`] }];
}

const versioned = { tags: ["{{tag}}"] };
const branched = { tags: ["{{branch}}"] };
const onOther = { ...look, facts: { commit: "0123", branch: "other" } };

/** A change that each setting of an image can have; one that is missing here fails to compile. */
const everySetting: Readonly<
  Record<keyof typeof ofImages, Change["image"] | "is not made into it">
> = {
  dockerfile: { dockerfile: "b/Dockerfile" },
  tags: { tags: ["2"] },
  platforms: { platforms: ["linux/arm64"] },
  target: { target: "test" },
  buildArgs: { buildArgs: {} },
  secrets: { secrets: {} },
  cache: { cache: "off" },
  network: { network: "host" },
  buildOnPreview: { buildOnPreview: true },
  build: "is not made into it",
  attested: "is not made into it",
  packageVisibility: "is not made into it",
  enforceVisibility: "is not made into it",
};

it.each(Object.entries(everySetting))("each setting counts: %s", async (_name, change) => {
  if (typeof change !== "object") return;
  expect(await markOf({ image: change })).not.toBe(await markOf());
});

describe("an image's mark", () => {
  it.each<[string, Change]>([
    ["the context", { image: { context: "b" } }],
    ["the Dockerfile", { image: { dockerfile: "b/Dockerfile" } }],
    ["a named context", { image: { contexts: { base: "other" } } }],
    ["the tags' order", { image: { tags: ["latest", "1"] } }],
    ["the platforms", { image: { platforms: ["linux/arm64"] } }],
    ["the target", { image: { target: "test" } }],
    ["a build argument", { image: { buildArgs: { ONE: "1", TWO: "3" } } }],
    ["the cache", { image: { cache: "inline" } }],
    ["the network", { image: { network: "default" } }],
    ["which secret it reads", { image: { secrets: { npmrc: "other" } } }],
    ["a secret's value", { settings: { "ghcr:secret-npm": "13" } }],
    ["the token", { settings: { "ghcr:token": "ghp_exampleconfig3" } }],
    ["who logs in", { settings: { username: "Leonardo" } }],
    ["the registry", { settings: { registry: "registry.example" } }],
    ["the builder", { settings: { builder: "big" } }],
    ["whether a preview builds it", { image: { buildOnPreview: true } }],
    ["a tag that holds the version", { image: versioned, settings: { version: "v2" } }],
    ["a tag that holds the branch", { image: branched, look: onOther }],
    ["the repository", { source: "F1bonacci66/b" }],
    ["what the source holds", { look: { ...look, digest: "d2" } }],
    ["the commit", { look: { ...look, facts: { commit: "4567", branch: "main" } } }],
  ])("changes with %s", async (_what, change) => {
    const [before, now] = [await markOf(), await markOf(change)];
    expect(now).toMatch(/^[0-9a-f]{32}$/);
    expect(now).not.toBe(before);
  });

  it.each<[string, Change]>([
    ["nothing", {}],
    ["the order of a map's keys", { image: { buildArgs: { TWO: "2", ONE: "1" } } }],
    ["who runs it", { image: { service: ["worker"] } }],
    ["another version, which no tag holds,", { settings: { version: "v2" } }],
    ["another branch, which no tag holds,", { look: onOther }],
    ["who should see it", { image: { packageVisibility: "public" } }],
    ["the token that administers", { settings: { "github:token": "ghp_exampleconfig4" } }],
    ["how large the context is said to be", { look: { ...look, size: { ...size, bytes: 2 } } }],
  ])("stays where %s changes", async (_what, change) => {
    expect(await markOf(change)).toBe(await markOf());
  });

  it("is none where not all of a folder could be read, or nobody looked", async () => {
    expect(await markOf({ look: { facts: {}, size } })).toBeUndefined();
    const settings = settingsOf({});
    const own = settings.repositories.a?.images.a;
    expect(own && (await imageMark(settings, own, undefined, page))).toBeUndefined();
  });

  it("is one for a context that lies on no disk", async () => {
    const remote = await new Sources().look({ context: "https://github.com/octo/app.git" });
    expect(await markOf({ look: remote })).toMatch(/^[0-9a-f]{32}$/);
  });
});

it.each<[string, Readonly<Record<string, unknown>>]>([
  [
    "what it is copied from",
    { mirrors: { m: { from: "docker.io/library/postgres:17", tags: ["16"] } } },
  ],
  ["its tags", { mirrors: { m: { from: "docker.io/library/postgres:16", tags: ["17"] } } }],
  ["the token", { "ghcr:token": "ghp_exampleconfig3" }],
  ["who logs in", { username: "Leonardo" }],
  ["the registry", { registry: "registry.example" }],
])("a mirror's mark changes with %s, and else stays", (_what, changed) => {
  expect(markOfMirror()).toBe(markOfMirror());
  expect(markOfMirror(changed)).not.toBe(markOfMirror());
});
