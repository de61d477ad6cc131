import type { ServerResponse } from "node:http";
import { askMirrors, judgeMirror, type Known, type WantedMirror } from "../../checks";
import type { SourceImage } from "../../ghcr/mirrorSource";
import { answer, digestOf, startFakeRegistry, type FakeRegistry } from "../ghcr/fakeRegistry";
import { readToken } from "../../ghcr/tokenText";

let registry: FakeRegistry;

beforeEach(async () => {
  registry = await startFakeRegistry();
});

afterEach(() => registry.close());

const [amd64, arm64] = ["2", "3"].map((each) => `sha256:${each.repeat(64)}`);

/** An index for two platforms; another text makes another digest. */
function index(text = "", isAttested = false, variant?: string): string {
  const platform = (architecture: string) => ({
    ...{ os: "linux", architecture },
    ...(architecture === "arm64" && variant !== undefined ? { variant } : {}),
  });
  const attestation = {
    digest: `sha256:${"4".repeat(64)}`,
    platform: { os: "unknown", architecture: "unknown" },
    annotations: { "vnd.docker.reference.type": "attestation-manifest" },
  };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      { digest: amd64, platform: platform("amd64") },
      { digest: arm64, platform: platform("arm64") },
      ...(isAttested ? [attestation] : []),
    ],
    annotations: { text },
  });
}

const single = JSON.stringify({ schemaVersion: 2, config: {} });

/** A registry that holds these manifests by their tags, and by their digests. */
function holding(tags: Readonly<Record<string, string>>, others?: (path: string) => boolean): void {
  registry.handle = ({ url = "", method }, response) => {
    const [, asked = ""] = /\/manifests\/(.*)$/.exec(url) ?? [];
    const found = tags[asked] ?? Object.values(tags).find((each) => digestOf(each) === asked);
    if (url.includes("/tags/list")) {
      answer(response, 200, JSON.stringify({ tags: Object.keys(tags) }));
    } else if (found === undefined || others?.(url) === true) refuse(response, 404, "unknown");
    else {
      answer(response, 200, method === "HEAD" ? "" : found, {
        "docker-content-digest": digestOf(found),
        "content-length": String(found.length),
      });
    }
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  answer(response, status, JSON.stringify({ errors: [{ code: "DENIED", message }] }));
}

const publisher = readToken("ghp_exampleexampleexampleexampleexample");
const of = {
  owner: "AlexanderJKochnev",
  registry: "127.0.0.1:9",
  username: "AlexanderJKochnev",
  publisher: "token" in publisher ? publisher.token : undefined,
};

function wanted(changed: Partial<WantedMirror> & { tag?: string } = {}): WantedMirror {
  const { tag, ...rest } = changed;
  return {
    setting: "ghcr:mirrors.db",
    name: "db",
    from: { registry: registry.host, name: "library/postgres", ...(tag && { tag }) },
    tags: ["16"],
    isBuiltOn: false,
    keepsBackups: false,
    ...rest,
  };
}

async function seen(mirror: WantedMirror, known?: Partial<Known>) {
  const { publisher } = of;
  if (publisher === undefined) throw new Error("the token of this test is none");
  const all = await askMirrors({ ...of, publisher }, [mirror], known as Known | undefined);
  const own = all.get("db") ?? { copies: [], empty: [] };
  const findings = judgeMirror(mirror, own);
  return { ...own, findings, told: findings.map(({ setting, found }) => `${setting}: ${found}`) };
}

/** What was asked about images, each by its method. */
function requests(): readonly string[] {
  return registry.heard
    .filter(({ path }) => path !== "/v2/")
    .map(({ method, path }) => `${method} ${path.replace("/v2/library/postgres/", "")}`);
}

function imageOf(text: string, changed: Partial<SourceImage> = {}): SourceImage {
  const platforms = { "linux/amd64": amd64 ?? "", "linux/arm64": arm64 ?? "" };
  const isAttested = false;
  return {
    digest: digestOf(text),
    platforms,
    isIndex: true,
    isAttested,
    isSigned: false,
    ...changed,
  };
}

/** What the state tells after a copy of this manifest to the tag 16. */
function copied(text: string, image = imageOf(text)): Partial<Known> {
  const source = `${registry.host}/library/postgres:16@${digestOf(text)}`;
  return {
    copied: new Map([["127.0.0.1:9/alexanderjkochnev/db", new Map([["16", [source]]])]]),
    sources: new Map([[image.digest, image]]),
  };
}

const source = (text: string, tag = "16"): string =>
  `${registry.host}/library/postgres:${tag}@${digestOf(text)}`;

describe("what is asked", () => {
  it("of a source that has not moved is one HEAD a tag", async () => {
    holding({ 16: index() });
    const { copies, told } = await seen(wanted(), copied(index()));
    expect(copies).toEqual([{ tag: "16", sources: [source(index())], image: imageOf(index()) }]);
    expect(told).toEqual([]);
    expect(requests()).toEqual(["HEAD manifests/16"]);
  });

  it("of one that moved is its manifest, and whether it is signed", async () => {
    holding({ 16: index("new") });
    const { copies } = await seen(wanted(), copied(index()));
    expect(copies).toEqual([
      { tag: "16", sources: [source(index("new"))], image: imageOf(index("new")) },
    ]);
    const digest = digestOf(index("new"));
    const tag = digest.replace(":", "-");
    const gets = [`referrers/${digest}`, `manifests/${digest}`, `manifests/${tag}`];
    const heads = ["manifests/16", `manifests/${tag}.sig`];
    expect([...requests()].sort()).toEqual([
      ...gets.map((each) => `GET ${each}`).sort(),
      ...heads.map((each) => `HEAD ${each}`),
    ]);
  });

  it("is one question for several tags of one image, and none for a digest that is known", async () => {
    holding({ alpine: index() });
    const { copies } = await seen(wanted({ tag: "alpine", tags: ["16", "17"] }), copied(index()));
    expect(copies.map(({ tag, sources }) => [tag, ...sources])).toEqual([
      ["16", source(index(), "alpine")],
      ["17", source(index(), "alpine")],
    ]);
    expect(requests()).toEqual(["HEAD manifests/alpine"]);
    const digest = digestOf(index());
    const from = { registry: registry.host, name: "library/postgres", digest };
    await seen(wanted({ from }), copied(index()));
    expect(requests()).toEqual(["HEAD manifests/alpine"]);
  });
});

describe("a range of versions", () => {
  it("takes the source's tags, and once each", async () => {
    holding({ 15: single, 16: index(), "16.1": index("new"), latest: single });
    const { copies, told } = await seen(wanted({ tags: ["16", ">=16"] }));
    expect(copies.map(({ tag }) => tag)).toEqual(["16", "16.1"]);
    expect(told).toEqual([]);
  });

  it("that takes none is a failure at its place", async () => {
    holding({ 15: single });
    const { told } = await seen(wanted({ tags: ["15", ">=16"] }));
    expect(told).toEqual([
      `ghcr:mirrors.db.tags.1: '>=16' takes no tag of ${registry.host}/library/postgres`,
    ]);
  });

  it("keeps a tag that is gone from the source", async () => {
    holding({ 17: single });
    const { copies, findings } = await seen(wanted({ tags: [">=16"] }), copied(index()));
    expect(copies.map(({ tag, sources }) => [tag, ...sources])).toEqual([
      ["17", source(single, "17")],
      ["16", source(index())],
    ]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(["cannot tell"]);
  });

  it("stays as it is where the list cannot be read, and fails where nothing was copied", async () => {
    registry.handle = (_request, response) => {
      refuse(response, 403, "no");
    };
    const kept = await seen(wanted({ tags: [">=16"] }), copied(index()));
    expect(kept.copies.map(({ tag }) => tag)).toEqual(["16"]);
    expect(kept.findings.map(({ outcome }) => outcome)).toEqual(["cannot tell", "cannot tell"]);
    const none = await seen(wanted({ tags: [">=16"] }));
    expect(none.findings).toMatchObject([
      { setting: "ghcr:mirrors.db.tags", outcome: "fail", says: "denied: no" },
    ]);
  });

  it("of more than a hundred tags is too wide", async () => {
    holding(Object.fromEntries(Array.from({ length: 101 }, (_, each) => [String(each), single])));
    const { told } = await seen(wanted({ tags: ["*"] }));
    expect(told).toEqual([
      "ghcr:mirrors.db.tags: 101 tags lie in the ranges, and 100 are as many as can be kept up",
    ]);
  });
});

describe("platforms", () => {
  const platforms = ["linux/arm64"];

  it("are copied by their own digests", async () => {
    holding({ 16: index("", true) });
    const { copies, told } = await seen(wanted({ platforms }));
    expect(copies[0]?.sources).toEqual([`${registry.host}/library/postgres@${arm64 ?? ""}`]);
    expect(told).toEqual([
      "ghcr:mirrors.db.platforms: the source's attestations are not copied: '16'",
    ]);
  });

  it("are the same to a machine with the variant that needs no telling, as official images have it", async () => {
    const whole = index("", true, "v8");
    holding({ 16: whole });
    const { copies, findings } = await seen(wanted({ platforms }));
    expect(copies[0]?.sources).toEqual([`${registry.host}/library/postgres@${arm64 ?? ""}`]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(["pass"]);
    const both = wanted({ platforms: ["linux/arm64/v8", "linux/amd64"] });
    expect((await seen(both)).copies[0]?.sources).toEqual([source(whole)]);
  });

  it("that are all of them are the whole index, with what it holds besides", async () => {
    const whole = index("", true);
    holding({ 16: whole });
    const all = wanted({ platforms: ["linux/arm64", "linux/amd64"] });
    const { copies, told } = await seen(all);
    expect([copies[0]?.sources, told]).toEqual([[source(whole)], []]);
  });

  it("are left to the build where it is built on, and attestations behind", async () => {
    holding({ 16: index("", true) });
    const { copies, told } = await seen(wanted({ platforms, isBuiltOn: true }));
    expect(copies[0]?.sources).toEqual([source(index("", true))]);
    const found = ["ghcr:mirrors.db.mode: the source's attestations are not copied: '16'"];
    expect(told).toEqual(found);
    expect((await seen(wanted({ isBuiltOn: true }))).told).toEqual(found);
  });

  it("that the source does not have are a failure", async () => {
    holding({ 16: index() });
    const { findings } = await seen(wanted({ platforms: ["linux/arm64", "linux/s390x"] }));
    expect(findings).toEqual([
      {
        setting: "ghcr:mirrors.db.platforms",
        outcome: "fail",
        found: `${source(index())} is not for linux/s390x`,
        cause: "It is for linux/amd64, linux/arm64.",
        mend: ["Take what is not there out of 'platforms'."],
      },
    ]);
  });

  it("must be named where a single manifest is built on, which names none", async () => {
    holding({ 16: single });
    expect((await seen(wanted({ isBuiltOn: true }))).findings).toEqual([
      {
        setting: "ghcr:mirrors.db.platforms",
        outcome: "fail",
        found: "the source is a single manifest, which does not say what it is for: '16'",
        mend: ["Name the one platform that it is for: platforms: [linux/amd64]."],
      },
    ]);
    const two = wanted({ isBuiltOn: true, platforms: ["linux/amd64", "linux/arm64"] });
    expect((await seen(two)).findings.map(({ outcome }) => outcome)).toEqual(["fail"]);
    expect((await seen(wanted({ isBuiltOn: true, platforms }))).findings).toEqual([]);
  });

  it("cannot be chosen from a single manifest", async () => {
    holding({ 16: single });
    const { copies, told } = await seen(wanted({ platforms }));
    expect(copies[0]?.sources).toEqual([source(single)]);
    expect(told).toEqual([
      "ghcr:mirrors.db.platforms: the source is a single manifest, and is copied as it is: '16'",
    ]);
  });
});

it("a signature that lies beside the source is told of, also when it has not moved", async () => {
  const signed = digestOf(index()).replace(":", "-");
  holding({ 16: index(), [`${signed}.sig`]: single });
  const { told } = await seen(wanted());
  const found = "what lies beside the source, as a signature does, is not copied: '16'";
  expect(told).toEqual([`ghcr:mirrors.db.from: ${found}`]);
  const image = imageOf(index(), { isSigned: true });
  expect((await seen(wanted(), copied(index(), image))).told).toEqual(told);
});

it.each(["registry", "tag"])(
  "what is about the source is told of, by its %s's list",
  async (by) => {
    const list = JSON.stringify({
      ...{ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json" },
      manifests: [{ digest: amd64, artifactType: "application/spdx+json" }],
    });
    const tag = digestOf(index()).replace(":", "-");
    holding({ 16: index(), ...(by === "tag" ? { [tag]: list } : {}) });
    const { handle } = registry;
    registry.handle = (request, response) => {
      if (by === "registry" && request.url?.includes("/referrers/") === true) {
        answer(response, 200, list);
      } else handle(request, response);
    };
    const { copies, told } = await seen(wanted());
    expect(copies[0]?.image?.isSigned).toBe(true);
    expect(told).toEqual([expect.stringContaining("what lies beside the source")]);
  },
);

it("a registry that will not tell what is about an image leaves that open", async () => {
  holding({ 16: index() });
  const { handle } = registry;
  registry.handle = (request, response) => {
    if (/\/sha256-\w+$/.test(request.url ?? "")) refuse(response, 403, "no");
    else handle(request, response);
  };
  const { copies, told } = await seen(wanted());
  expect([copies[0]?.image?.isSigned, told]).toEqual([undefined, []]);
});

describe("a source that cannot be read", () => {
  it.each<[number, string, string, object]>([
    [404, "unknown", "absent", { cause: "It is not there any more." }],
    [403, "authentication required", "private", { says: "denied: authentication required" }],
    [
      429,
      "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
      "limited",
      { cause: expect.stringContaining("Docker Hub counts pulls") as unknown },
    ],
  ])("answers %i: the mirror stays, and says why", async (status, message, _what, told) => {
    registry.handle = (_request, response) => {
      refuse(response, status, message);
    };
    const { copies, findings } = await seen(wanted(), copied(index()));
    expect(copies[0]?.sources).toEqual([source(index())]);
    expect(findings).toMatchObject([
      {
        setting: "ghcr:mirrors.db.from",
        outcome: "cannot tell",
        found: `${registry.host}/library/postgres:16 cannot be read, and the mirror stays as it is`,
        ...told,
      },
    ]);
  });

  it("fails where nothing was copied from it yet", async () => {
    const { copies, findings } = await seen(wanted());
    expect(copies[0]?.sources).toEqual([`${registry.host}/library/postgres:16`]);
    expect(findings).toMatchObject([{ outcome: "fail", cause: "It is not there." }]);
    const other = wanted({ from: { registry: registry.host, name: "library/mysql" } });
    expect((await seen(other, copied(index()))).findings).toMatchObject([{ outcome: "fail" }]);
  });

  it("and is told of once, whatever number of tags has it", async () => {
    const { told } = await seen(wanted({ tag: "alpine", tags: ["16", "17"] }));
    expect(told).toHaveLength(1);
  });

  it("asks for a login where it has none", async () => {
    registry.handle = (_request, response) => {
      refuse(response, 403, "no");
    };
    const { findings } = await seen(wanted());
    expect(findings[0]?.mend?.[0]).toContain("login: {username: NAME, password: NAME}");
    const login = { username: "octocat", password: "fakepassword" };
    const asWho = await seen(wanted({ login }));
    expect(asWho.findings[0]?.mend ?? []).not.toContain(findings[0]?.mend?.[0]);
    expect(asWho.findings[0]?.mend?.[0]).toBe(
      "Look whether the login's username and password are right, and may read it.",
    );
    expect(JSON.stringify(asWho)).not.toContain("fakepassword");
  });
});
