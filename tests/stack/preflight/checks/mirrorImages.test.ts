import { printReference } from "../../../../core/oci/reference";
import { answer, digestOf } from "../../../core/registry/fakeRegistry";
import {
  amd64,
  arm64,
  priorCopy,
  serveManifests,
  imageOf,
  index,
  mirrorWith,
  refuse,
  registry,
  observeMirror,
  single,
  sourceOf,
} from "./mirrored";

describe("platforms", () => {
  const platforms = ["linux/arm64"];

  it("are copied by their digests", async () => {
    serveManifests({ 16: index("", true) });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([
      { registry: registry.host, name: "library/postgres", digest: arm64 },
    ]);
    expect(messages).toEqual([
      "ghcr:mirrors.db.platforms: the source's attestations are not copied: '16'",
    ]);
  });

  it("match with and without the default variant, as in official images", async () => {
    const allPlatforms = index("", true, "v8");
    serveManifests({ 16: allPlatforms });
    const { copies, findings } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([
      { registry: registry.host, name: "library/postgres", digest: arm64 },
    ]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(["pass"]);
    const both = mirrorWith({ platforms: ["linux/arm64/v8", "linux/amd64"] });
    expect((await observeMirror(both)).copies[0]?.sources).toEqual([sourceOf(allPlatforms)]);
  });

  it("that are all of the source's select the whole index, with its attestations", async () => {
    const allPlatforms = index("", true);
    serveManifests({ 16: allPlatforms });
    const all = mirrorWith({ platforms: ["linux/arm64", "linux/amd64"] });
    const { copies, messages } = await observeMirror(all);
    expect([copies[0]?.sources, messages]).toEqual([[sourceOf(allPlatforms)], []]);
  });

  it("are left to a linked build, which omits the attestations", async () => {
    serveManifests({ 16: index("", true) });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms, mode: "linked" }));
    expect(copies[0]?.sources).toEqual([sourceOf(index("", true))]);
    const found = ["ghcr:mirrors.db.mode: the source's attestations are not copied: '16'"];
    expect(messages).toEqual(found);
    expect((await observeMirror(mirrorWith({ mode: "linked" }))).messages).toEqual(found);
  });

  it("that the source does not have fail", async () => {
    serveManifests({ 16: index() });
    const { findings } = await observeMirror(
      mirrorWith({ platforms: ["linux/arm64", "linux/s390x"] }),
    );
    expect(findings).toEqual([
      {
        setting: "ghcr:mirrors.db.platforms",
        outcome: "fail",
        message: `${printReference(sourceOf(index()))} is not available for linux/s390x`,
        cause: "It is available for linux/amd64, linux/arm64.",
        fix: ["Remove the missing platforms from 'platforms'."],
      },
    ]);
  });

  it("must be set for a linked copy of a single manifest, which names none", async () => {
    serveManifests({ 16: single });
    expect((await observeMirror(mirrorWith({ mode: "linked" }))).findings).toEqual([
      {
        setting: "ghcr:mirrors.db.platforms",
        outcome: "fail",
        message: "the source is a single manifest, which does not name its platform: '16'",
        fix: ["Set the platform that it is for, for example platforms: [linux/amd64]."],
      },
    ]);
    const two = mirrorWith({ mode: "linked", platforms: ["linux/amd64", "linux/arm64"] });
    expect((await observeMirror(two)).findings.map(({ outcome }) => outcome)).toEqual(["fail"]);
    expect((await observeMirror(mirrorWith({ mode: "linked", platforms }))).findings).toEqual([]);
  });

  it("cannot be chosen from a single manifest", async () => {
    serveManifests({ 16: single });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([sourceOf(single)]);
    expect(messages).toEqual([
      "ghcr:mirrors.db.platforms: the source is a single manifest, and is copied as it is: '16'",
    ]);
  });
});

it("a signature of the source is reported, also if the source is unchanged", async () => {
  const signed = digestOf(index()).replace(":", "-");
  serveManifests({ 16: index(), [`${signed}.sig`]: single });
  const { messages } = await observeMirror(mirrorWith());
  const found = "what is attached to the source, such as a signature, is not copied: '16'";
  expect(messages).toEqual([`ghcr:mirrors.db.from: ${found}`]);
  const image = imageOf(index(), { isSigned: true });
  expect((await observeMirror(mirrorWith(), priorCopy(index(), image))).messages).toEqual(messages);
});

it.each(["registry", "tag"])("referrers of the source are reported, listed by %s", async (by) => {
  const list = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json" },
    manifests: [{ digest: amd64, artifactType: "application/spdx+json" }],
  });
  const tag = digestOf(index()).replace(":", "-");
  serveManifests({ 16: index(), ...(by === "tag" ? { [tag]: list } : {}) });
  const { handle } = registry;
  registry.handle = (request, response) => {
    if (by === "registry" && request.url?.includes("/referrers/") === true) {
      answer(response, 200, list);
    } else handle(request, response);
  };
  const { copies, messages } = await observeMirror(mirrorWith());
  expect(copies[0]?.image?.isSigned).toBe(true);
  expect(messages).toEqual([expect.stringContaining("what is attached to the source")]);
});

it("a registry that does not list referrers leaves the signature unknown", async () => {
  serveManifests({ 16: index() });
  const { handle } = registry;
  registry.handle = (request, response) => {
    if (/\/sha256-\w+$/.test(request.url ?? "")) refuse(response, 403, "no");
    else handle(request, response);
  };
  const { copies, messages } = await observeMirror(mirrorWith());
  expect([copies[0]?.image?.isSigned, messages]).toEqual([undefined, []]);
});
