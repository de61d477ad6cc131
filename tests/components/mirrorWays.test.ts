import * as pulumi from "@pulumi/pulumi";
import type { CopiedTag, Mirror, MirrorArgs } from "../../components";
import type { MirrorHints } from "../../components/mirror/args";
import { parseReference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import { answer } from "../core/registry/fakeRegistry";
import {
  digest as served,
  manifest,
  startRegistryForEachTest,
  fixture,
} from "../core/registry/guardedRegistry";
import { component, digest, index, mirror, pushLogin, source, target } from "./mirroring";
import { builtDigest, collectWarnings, valueOf, type Recording } from "./recording";

startRegistryForEachTest();

const warnings = collectWarnings();

const password = "fakepassword";
const login = { username: "octocat", password };
const [amd64, arm64] = ["2", "3"].map((each) => `sha256:${each.repeat(64)}`);

const sourceImage: SourceImage = {
  digest,
  platforms: { "linux/amd64": amd64 ?? "", "linux/arm64": arm64 ?? "" },
  isIndex: true,
  isAttested: false,
};

/** A preflight's hint about the source. */
function copyOf(from: string, image: SourceImage): Required<Pick<MirrorHints, "copies">> {
  return { copies: [{ tag: "16", sources: [parseReference(from)], image }] };
}

function mirrorImage(args: Partial<MirrorArgs> = {}): Promise<Recording<Mirror>> {
  return mirror({ hints: copyOf(source, sourceImage), ...args });
}

describe("a copy", () => {
  it("reads its source with the login, through a provider with a secret password", async () => {
    const { resources, providers } = await mirrorImage({ login });
    expect(resources).toEqual([
      index("16"),
      component,
      {
        type: "pulumi:providers:docker-build",
        name: "my-postgres-source",
        parent: "my-postgres",
        inputs: {
          host: "",
          // A provider's inputs are text to the engine.
          registries: {
            secret: JSON.stringify([{ address: "docker.io", username: "octocat", password }]),
          },
        },
      },
    ]);
    expect(providers).toEqual({ "Index my-postgres:16": "my-postgres-source" });
  });

  it.each([true, false])(
    "keeps its provider unchanged if nothing is to be copied: %s",
    async (isCopied) => {
      const { options } = await mirrorImage({
        login,
        hints: { ...copyOf(source, sourceImage), isCopied },
      });
      const ignored = isCopied ? ["registries"] : undefined;
      expect(options["docker-build my-postgres-source"]?.ignoreChanges).toEqual(ignored);
    },
  );

  it("has the requested platforms", async () => {
    const chosen = `docker.io/library/postgres@${amd64 ?? ""}`;
    const hints = copyOf(chosen, sourceImage);
    const { resources, outputs } = await mirrorImage({ hints, platforms: ["linux/amd64"] });
    expect(resources).toEqual([index("16", { sources: [chosen] }), component]);
    expect(outputs["my-postgres"]).toMatchObject({ sourceImages: [sourceImage] });
  });

  it("backs up its tags' content before it overwrites them", async () => {
    const backups = [{ tag: "16-2026-11-25", digest: served }];
    const { resources, dependencies, options } = await mirrorImage({
      hints: { ...copyOf(source, sourceImage), backups },
    });
    expect(resources).toEqual([
      index("16"),
      index("16-2026-11-25", { sources: [`${target}@${served}`] }),
      component,
    ]);
    expect(dependencies["Index my-postgres:16"]).toEqual(["Index my-postgres:16-2026-11-25"]);
    expect(Object.values(options)).toEqual([{ retainOnDelete: true }, { retainOnDelete: true }]);
  });
});

it("a linked mirror is a build on top of each source, with the annotation", async () => {
  const { resources, options } = await mirrorImage({
    mode: "linked",
    source: "https://github.com/AlexanderJKochnev/db",
    login,
    builder: { name: "big" },
  });
  const label = { "org.opencontainers.image.source": "https://github.com/AlexanderJKochnev/db" };
  expect(resources).toEqual([
    {
      type: "docker-build:index:Image",
      name: "my-postgres:16",
      parent: "my-postgres",
      inputs: {
        context: { location: "components/mirror/nothing" },
        dockerfile: { inline: `FROM ${source}\n` },
        platforms: ["linux/amd64", "linux/arm64"],
        tags: [`${target}:16`],
        labels: label,
        buildArgs: { BUILDKIT_MULTI_PLATFORM: "1" },
        builder: { name: "big" },
        exports: [
          {
            raw: 'type=registry,oci-mediatypes=true,"annotation-index.org.opencontainers.image.source=https://github.com/AlexanderJKochnev/db"',
          },
        ],
        network: "default",
        push: false,
        buildOnPreview: false,
        registries: [
          pushLogin,
          { address: "docker.io", username: "octocat", password: { secret: password } },
        ],
      },
    },
    component,
  ]);
  expect(options).toEqual({ "Image my-postgres:16": { retainOnDelete: true } });
});

it("the daemon's image is tagged and pushed, and stays in the daemon", async () => {
  const { resources } = await mirrorImage({
    mode: "daemon",
    from: "localhost/postgres:mine",
    tags: ["16"],
    hints: {},
  });
  const identity = { name: "my-postgres:16", parent: "my-postgres" };
  expect(resources).toEqual([
    {
      ...identity,
      type: "docker:index/registryImage:RegistryImage",
      inputs: {
        name: `${target}:16`,
        keepRemotely: true,
        triggers: { image: "my-postgres:16_image" },
        authConfig: pushLogin,
      },
    },
    {
      ...identity,
      type: "docker:index/remoteImage:RemoteImage",
      inputs: { name: "localhost/postgres:mine", keepLocally: true },
    },
    {
      ...identity,
      type: "docker:index/tag:Tag",
      inputs: { sourceImage: "my-postgres:16_image", targetImage: `${target}:16` },
    },
    component,
  ]);
});

describe("the report about a copy", () => {
  const single = { ...sourceImage, isIndex: false, platforms: {} };

  it.each<[string, Partial<MirrorArgs>, Partial<CopiedTag>]>([
    [
      "the very same",
      { hints: copyOf(`quay.io/a/b@${builtDigest}`, { ...sourceImage, digest: builtDigest }) },
      { isSame: true },
    ],
    [
      "a single manifest",
      { hints: copyOf(source, single) },
      { isSame: false, why: "the source is a single manifest, which was wrapped in an index" },
    ],
    [
      "a single manifest that has no platforms to choose",
      { hints: copyOf(source, single), platforms: ["linux/amd64"] },
      { isSame: false, why: "the source is a single manifest, which was wrapped in an index" },
    ],
    [
      "chosen platforms",
      { platforms: ["linux/amd64"] },
      { isSame: false, why: "it contains only the selected platforms" },
    ],
    [
      "one that is linked",
      { mode: "linked", source: "https://github.com/a/b" },
      { isSame: false, why: "it is built on top of the source, to link the package" },
    ],
    ["another one that nothing explains", {}, { isSame: false }],
  ])("is %s", async (_what, args, expected) => {
    const { result } = await mirrorImage(args);
    const [copied, ...others] = await valueOf(result.copied);
    expect(others).toEqual([]);
    const { tag, from, ...rest } = copied ?? { tag: "", from: [] };
    expect({ tag, from: from.length }).toEqual({ tag: "16", from: 1 });
    expect(rest).toEqual(expected);
  });
});

describe("in a program without a preflight", () => {
  const args = (): Partial<MirrorArgs> => ({
    from: pulumi.output(`${fixture.registry.host}/a/b`),
    tags: ["1"],
    hints: undefined,
  });

  it("reads the digest when the mirror is declared", async () => {
    fixture.registry.handle = manifest;
    const { resources } = await mirrorImage(args());
    const sources = [`${fixture.registry.host}/a/b:1@${served}`];
    expect(resources[0]).toEqual(index("1", { sources }));
    expect(warnings).toEqual([]);
  });

  it("copies a source that cannot be read without a digest, and warns", async () => {
    fixture.registry.handle = (_request, response) => {
      answer(response, 404, "{}");
    };
    const { resources } = await mirrorImage(args());
    expect(resources[0]).toEqual(index("1", { sources: [`${fixture.registry.host}/a/b:1`] }));
    expect(warnings.join()).toContain(
      `The digest of ${fixture.registry.host}/a/b:1 cannot be read`,
    );
  });
});
