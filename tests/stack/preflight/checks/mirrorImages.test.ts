import { printReference } from "../../../../core/oci/reference";
import { answer, digestOf } from "../../../core/registry/fakeRegistry";
import {
  amd64,
  arm64,
  copied,
  holding,
  imageOf,
  index,
  mirrorWith,
  refuse,
  registry,
  observeMirror,
  single,
  sourceOf,
  startRegistryForEach,
} from "./mirrored";

startRegistryForEach();

describe("platforms", () => {
  const platforms = ["linux/arm64"];

  it("are copied by their own digests", async () => {
    holding({ 16: index("", true) });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([
      { registry: registry.host, name: "library/postgres", digest: arm64 },
    ]);
    expect(messages).toEqual([
      "ghcr:mirrors.db.platforms: the source's attestations are not copied: '16'",
    ]);
  });

  it("are the same to a machine with the variant that needs no telling, as official images have it", async () => {
    const allPlatforms = index("", true, "v8");
    holding({ 16: allPlatforms });
    const { copies, findings } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([
      { registry: registry.host, name: "library/postgres", digest: arm64 },
    ]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(["pass"]);
    const both = mirrorWith({ platforms: ["linux/arm64/v8", "linux/amd64"] });
    expect((await observeMirror(both)).copies[0]?.sources).toEqual([sourceOf(allPlatforms)]);
  });

  it("that are all of them are the whole index, with what it holds besides", async () => {
    const allPlatforms = index("", true);
    holding({ 16: allPlatforms });
    const all = mirrorWith({ platforms: ["linux/arm64", "linux/amd64"] });
    const { copies, messages } = await observeMirror(all);
    expect([copies[0]?.sources, messages]).toEqual([[sourceOf(allPlatforms)], []]);
  });

  it("are left to the build where it is built on, and attestations behind", async () => {
    holding({ 16: index("", true) });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms, mode: "linked" }));
    expect(copies[0]?.sources).toEqual([sourceOf(index("", true))]);
    const found = ["ghcr:mirrors.db.mode: the source's attestations are not copied: '16'"];
    expect(messages).toEqual(found);
    expect((await observeMirror(mirrorWith({ mode: "linked" }))).messages).toEqual(found);
  });

  it("that the source does not have are a failure", async () => {
    holding({ 16: index() });
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

  it("must be named where a single manifest is built on, which names none", async () => {
    holding({ 16: single });
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
    holding({ 16: single });
    const { copies, messages } = await observeMirror(mirrorWith({ platforms }));
    expect(copies[0]?.sources).toEqual([sourceOf(single)]);
    expect(messages).toEqual([
      "ghcr:mirrors.db.platforms: the source is a single manifest, and is copied as it is: '16'",
    ]);
  });
});

it("a signature that lies beside the source is reported, also when it has not moved", async () => {
  const signed = digestOf(index()).replace(":", "-");
  holding({ 16: index(), [`${signed}.sig`]: single });
  const { messages } = await observeMirror(mirrorWith());
  const found = "what is attached to the source, such as a signature, is not copied: '16'";
  expect(messages).toEqual([`ghcr:mirrors.db.from: ${found}`]);
  const image = imageOf(index(), { isSigned: true });
  expect((await observeMirror(mirrorWith(), copied(index(), image))).messages).toEqual(messages);
});

it.each(["registry", "tag"])(
  "what is about the source is reported, by its %s's list",
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
    const { copies, messages } = await observeMirror(mirrorWith());
    expect(copies[0]?.image?.isSigned).toBe(true);
    expect(messages).toEqual([expect.stringContaining("what is attached to the source")]);
  },
);

it("a registry that will not tell what is about an image leaves that open", async () => {
  holding({ 16: index() });
  const { handle } = registry;
  registry.handle = (request, response) => {
    if (/\/sha256-\w+$/.test(request.url ?? "")) refuse(response, 403, "no");
    else handle(request, response);
  };
  const { copies, messages } = await observeMirror(mirrorWith());
  expect([copies[0]?.image?.isSigned, messages]).toEqual([undefined, []]);
});
