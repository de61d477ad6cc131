import { Secret } from "../../../../core/tokens/secret";
import { digestOf } from "../../../core/registry/fakeRegistry";
import {
  priorCopy,
  serveManifests,
  imageOf,
  index,
  mirrorWith,
  refuse,
  registry,
  requests,
  observeMirror,
  single,
  sourceOf,
} from "./mirrored";

describe("the requests", () => {
  it("for an unchanged source are one HEAD per tag", async () => {
    serveManifests({ 16: index() });
    const { copies, messages } = await observeMirror(mirrorWith(), priorCopy(index()));
    expect(copies).toEqual([{ tag: "16", sources: [sourceOf(index())], image: imageOf(index()) }]);
    expect(messages).toEqual([]);
    expect(requests()).toEqual(["HEAD manifests/16"]);
  });

  it("for a changed source are its manifest, and whether it is signed", async () => {
    serveManifests({ 16: index("new") });
    const { copies } = await observeMirror(mirrorWith(), priorCopy(index()));
    expect(copies).toEqual([
      { tag: "16", sources: [sourceOf(index("new"))], image: imageOf(index("new")) },
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

  it("are one for several tags of one image, and none for a digest in the state", async () => {
    serveManifests({ alpine: index() });
    const { copies } = await observeMirror(
      mirrorWith({ tag: "alpine", tags: ["16", "17"] }),
      priorCopy(index()),
    );
    expect(copies.map(({ tag, sources }) => [tag, ...sources])).toEqual([
      ["16", sourceOf(index(), "alpine")],
      ["17", sourceOf(index(), "alpine")],
    ]);
    expect(requests()).toEqual(["HEAD manifests/alpine"]);
    const digest = digestOf(index());
    const from = { registry: registry.host, name: "library/postgres", digest };
    await observeMirror(mirrorWith({ from }), priorCopy(index()));
    expect(requests()).toEqual(["HEAD manifests/alpine"]);
  });
});

describe("a range of versions", () => {
  it("selects the source's tags, each once", async () => {
    serveManifests({ 15: single, 16: index(), "16.1": index("new"), latest: single });
    const { copies, messages } = await observeMirror(mirrorWith({ tags: ["16", ">=16"] }));
    expect(copies.map(({ tag }) => tag)).toEqual(["16", "16.1"]);
    expect(messages).toEqual([]);
  });

  it("that matches no tag fails, with its path", async () => {
    serveManifests({ 15: single });
    const { messages } = await observeMirror(mirrorWith({ tags: ["15", ">=16"] }));
    expect(messages).toEqual([
      `ghcr:mirrors.db.tags.1: '>=16' matches no tag of ${registry.host}/library/postgres`,
    ]);
  });

  it("keeps a tag that the source no longer has", async () => {
    serveManifests({ 17: single });
    const { copies, findings } = await observeMirror(
      mirrorWith({ tags: [">=16"] }),
      priorCopy(index()),
    );
    expect(copies.map(({ tag, sources }) => [tag, ...sources])).toEqual([
      ["17", sourceOf(single, "17")],
      ["16", sourceOf(index())],
    ]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(["unknown"]);
  });

  it("stays as it is if the list cannot be read, and fails if nothing was copied", async () => {
    registry.handle = (_request, response) => {
      refuse(response, 403, "no");
    };
    const kept = await observeMirror(mirrorWith({ tags: [">=16"] }), priorCopy(index()));
    expect(kept.copies.map(({ tag }) => tag)).toEqual(["16"]);
    expect(kept.findings.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
    const none = await observeMirror(mirrorWith({ tags: [">=16"] }));
    expect(none.findings).toMatchObject([
      { setting: "ghcr:mirrors.db.tags", outcome: "fail", response: "denied: no" },
    ]);
  });

  it("of more than a hundred tags is too wide", async () => {
    serveManifests(
      Object.fromEntries(Array.from({ length: 101 }, (_, each) => [String(each), single])),
    );
    const { messages } = await observeMirror(mirrorWith({ tags: ["*"] }));
    expect(messages).toEqual([
      "ghcr:mirrors.db.tags: the ranges match 101 tags, and at most 100 are supported",
    ]);
  });
});

describe("a source that cannot be read", () => {
  it.each<[number, string, string, object]>([
    [404, "unknown", "absent", { cause: "It no longer exists." }],
    [403, "authentication required", "private", { response: "denied: authentication required" }],
    [
      429,
      "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
      "limited",
      { cause: expect.stringContaining("Docker Hub limits pulls") as unknown },
    ],
  ])("answers %i: the mirror stays, with the reason", async (status, message, _what, messages) => {
    registry.handle = (_request, response) => {
      refuse(response, status, message);
    };
    const { copies, findings } = await observeMirror(mirrorWith(), priorCopy(index()));
    expect(copies[0]?.sources).toEqual([sourceOf(index())]);
    expect(findings).toMatchObject([
      {
        setting: "ghcr:mirrors.db.from",
        outcome: "unknown",
        message: `${registry.host}/library/postgres:16 cannot be read, so the mirror stays as it is`,
        ...messages,
      },
    ]);
  });

  it("fails if nothing was copied from it yet", async () => {
    const { copies, findings } = await observeMirror(mirrorWith());
    expect(copies[0]?.sources).toEqual([
      { registry: registry.host, name: "library/postgres", tag: "16" },
    ]);
    expect(findings).toMatchObject([{ outcome: "fail", cause: "It does not exist." }]);
    const other = mirrorWith({ from: { registry: registry.host, name: "library/mysql" } });
    expect((await observeMirror(other, priorCopy(index()))).findings).toMatchObject([
      { outcome: "fail" },
    ]);
  });

  it("is reported once, however many tags have it", async () => {
    const { messages } = await observeMirror(mirrorWith({ tag: "alpine", tags: ["16", "17"] }));
    expect(messages).toHaveLength(1);
  });

  it("suggests a login if it has none", async () => {
    registry.handle = (_request, response) => {
      refuse(response, 403, "no");
    };
    const { findings } = await observeMirror(mirrorWith());
    expect(findings[0]?.fix?.[0]).toContain("login: {username: NAME, password: NAME}");
    const password = new Secret("ghcr:secret-octocat", "fakepassword");
    const login = { username: "octocat", password };
    const asWho = await observeMirror(mirrorWith({ login }));
    expect(asWho.findings[0]?.fix ?? []).not.toContain(findings[0]?.fix?.[0]);
    expect(asWho.findings[0]?.fix?.[0]).toBe(
      "Check that the login's username and password are correct, and may read it.",
    );
    expect(JSON.stringify(asWho)).not.toContain("fakepassword");
  });
});
