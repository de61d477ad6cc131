import * as pulumi from "@pulumi/pulumi";
import type { ContainerImageArgs } from "../../components";
import { name, publish, source, token } from "./publishImage";
import { builtDigest, isKnown, refusedProperty, valueOf } from "./recording";

const component = { type: "ghcr:index:ContainerImage", name: "universe", inputs: {} };

const login = { address: "ghcr.io", username: "F1bonacci66", password: { secret: token } };

const inputs = {
  context: { location: "nowhere" },
  tags: [`${name}:latest`],
  labels: { "org.opencontainers.image.source": source },
  buildArgs: { BUILDKIT_MULTI_PLATFORM: "1" },
  exports: [
    {
      raw: `type=registry,oci-mediatypes=true,"annotation-index.org.opencontainers.image.source=${source}"`,
    },
  ],
  push: false,
  buildOnPreview: false,
  network: "default",
  registries: [login],
};

const max = { mode: "max", ignoreError: true };
const oneManifest = { imageManifest: true, ociMediaTypes: true };

const image = {
  type: "docker-build:index:Image",
  name: "universe",
  parent: "universe",
  inputs,
};

describe("the children", () => {
  it.each([false, true])("are one image with exact inputs; in a preview: %s", async (preview) => {
    const { resources, options } = await publish({}, { preview });
    expect(resources).toEqual([image, component]);
    // ghcr.io does not delete images, and in other registries a deployment may use them.
    expect(options).toEqual({ "Image universe": { retainOnDelete: true } });
  });
});

describe("the settings", () => {
  it.each<[keyof ContainerImageArgs, Partial<ContainerImageArgs>, Record<string, unknown>]>([
    ["context", { context: "elsewhere" }, { context: { location: "elsewhere" } }],
    ["dockerfile", { dockerfile: "a.Dockerfile" }, { dockerfile: { location: "a.Dockerfile" } }],
    [
      "contexts",
      { contexts: { base: ".sandbox/base", tools: pulumi.output("tools") } },
      {
        context: {
          location: "nowhere",
          named: { base: { location: ".sandbox/base" }, tools: { location: "tools" } },
        },
      },
    ],
    [
      "platforms",
      { platforms: ["linux/amd64", pulumi.output("linux/arm64")] },
      { platforms: ["linux/amd64", "linux/arm64"] },
    ],
    ["tags", { tags: ["1.2", "latest"] }, { tags: [`${name}:1.2`, `${name}:latest`] }],
    ["image", { image: "v7/Backend" }, { tags: ["ghcr.io/f1bonacci66/v7/backend:latest"] }],
    ["owner", { owner: "Some-Org" }, { tags: ["ghcr.io/some-org/civilx-universe:latest"] }],
    [
      "registry",
      { registry: "localhost:5000" },
      {
        tags: ["localhost:5000/f1bonacci66/civilx-universe:latest"],
        registries: [{ ...login, address: "localhost:5000" }],
      },
    ],
    ["username", { username: "Somebody" }, { registries: [{ ...login, username: "Somebody" }] }],
    ["target", { target: "runtime" }, { target: "runtime" }],
    [
      "buildArgs",
      { buildArgs: { VERSION: "1.10" } },
      { buildArgs: { VERSION: "1.10", BUILDKIT_MULTI_PLATFORM: "1" } },
    ],
    [
      "secrets",
      { secrets: { npm: "fakesecret1", pip: pulumi.output("fakesecret2") } },
      { secrets: { secret: { npm: "fakesecret1", pip: "fakesecret2" } } },
    ],
    ["builder", { builder: { name: "big" } }, { builder: { name: "big" } }],
    ["network", { network: "host" }, { network: "host" }],
    ["buildOnPreview", { buildOnPreview: true }, { buildOnPreview: true }],
    ["cache", { cache: "off" }, {}],
    [
      "cache",
      { cache: "registry" },
      {
        // In the image's package, the cache's tag might be the first, which decides the link.
        cacheFrom: [{ registry: { ref: `${name}/buildcache:latest` } }],
        cacheTo: [{ registry: { ref: `${name}/buildcache:latest`, ...max, ...oneManifest } }],
      },
    ],
    [
      "cache",
      { cache: "gha" },
      {
        cacheFrom: [{ gha: { scope: "f1bonacci66/civilx-universe" } }],
        cacheTo: [{ gha: { scope: "f1bonacci66/civilx-universe", ...max } }],
      },
    ],
    [
      "cache",
      { cache: "inline" },
      { cacheFrom: [{ registry: { ref: `${name}:latest` } }], cacheTo: [{ inline: {} }] },
    ],
  ])("%s changes that input and no other", async (_setting, args, changed) => {
    const { resources } = await publish(args);
    expect(resources).toEqual([{ ...image, inputs: { ...inputs, ...changed } }, component]);
  });

  it.each([
    ["registry", `"ref":"${name}/buildcache:linux-amd64-linux-arm-v7"`],
    ["gha", '"scope":"f1bonacci66/civilx-universe-linux-amd64-linux-arm-v7"'],
  ] as const)("cache: %s has a separate place for other platforms", async (cache, place) => {
    const platforms = ["linux/amd64", pulumi.output("linux/arm/v7")];
    const { resources } = await publish({ cache, platforms });
    expect(JSON.stringify(resources[0]?.inputs).split(place)).toHaveLength(3);
  });

  it("cache: inline reads all tags, because a new version's does not exist yet", async () => {
    const tags = ["{{version}}", "{{major}}"];
    const { resources } = await publish({ cache: "inline", tags, version: "v1.2.3" });
    expect(resources[0]?.inputs).toMatchObject({
      cacheFrom: [{ registry: { ref: `${name}:1.2.3` } }, { registry: { ref: `${name}:1` } }],
    });
  });

  it("source, also as an output, becomes the label and the index's annotation", async () => {
    const other = "https://github.com/Some-Org/Thing";
    const { resources } = await publish({ source: pulumi.output(other) });
    const raw = `type=registry,oci-mediatypes=true,"annotation-index.org.opencontainers.image.source=${other}"`;
    const labels = { "org.opencontainers.image.source": other };
    expect(resources[0]?.inputs).toEqual({ ...inputs, labels, exports: [{ raw }] });
  });
});

describe("the outputs", () => {
  it("pin the first tag to the pushed digest, in lower case", async () => {
    const { result, outputs } = await publish({ tags: ["1.2", "latest"] });
    const reference = `${name}:1.2`;
    const expected = { reference, digest: builtDigest, pinned: `${reference}@${builtDigest}` };
    // Without a preflight, the token's permission is unknown.
    expect(outputs).toEqual({ universe: { ...expected, package: name, passed: "" } });
    expect(await valueOf(result.reference)).toBe(expected.reference);
    expect(await valueOf(result.digest)).toBe(expected.digest);
    expect(await valueOf(result.pinned)).toBe(expected.pinned);
  });

  it("leave the digest and the pinned reference unknown in a preview", async () => {
    const { result } = await publish({}, { preview: true });
    expect(await isKnown(result.digest)).toBe(false);
    expect(await isKnown(result.pinned)).toBe(false);
    expect(await valueOf(result.reference)).toBe("ghcr.io/f1bonacci66/civilx-universe:latest");
  });

  it("pin nothing in a refresh of an image that does not exist yet", async () => {
    const { result } = await publish({}, { digest: null });
    expect(await valueOf(result.digest)).toBeUndefined();
    expect(await valueOf(result.pinned)).toBeUndefined();
  });

  it.each([
    ["text", token],
    ["an output", pulumi.output(token)],
    ["a secret", pulumi.secret(token)],
  ])("are plain and contain no token that was set as %s", async (_what, given) => {
    const { result, resources, outputs } = await publish({ token: given });
    expect(resources[0]?.inputs).toEqual(inputs);
    expect(JSON.stringify(outputs)).not.toContain(token);
    expect(await pulumi.isSecret(result.pinned)).toBe(false);
    expect(await pulumi.isSecret(result.reference)).toBe(false);
    expect(await pulumi.isSecret(result.digest)).toBe(false);
  });
});

describe("a bad argument", () => {
  it.each<[string, Partial<ContainerImageArgs>]>([
    ["tags", { tags: [] }],
    ["tags[1]", { tags: ["latest", "-first"] }],
    ["image", { image: "two words" }],
    ["owner", { owner: "two words" }],
    ["registry", { registry: "https://ghcr.io" }],
    ["tags[1]", { tags: ["latest", "{{verson}}"] }],
    ["tags[0]", { tags: ["{{version}}"] }],
    ["tags[0]", { tags: ["{{major}}"], version: "1.2.3-rc.1" }],
    // The provider pushes a cache in a preview too.
    ["buildOnPreview", { buildOnPreview: true, cache: "registry" }],
    ["buildArgs.BUILDKIT_MULTI_PLATFORM", { buildArgs: { BUILDKIT_MULTI_PLATFORM: "0" } }],
  ])("is reported by its path: %s", async (propertyPath, args) => {
    expect(await refusedProperty(() => publish(args))).toBe(propertyPath);
  });
});
