import * as pulumi from "@pulumi/pulumi";
import { ContainerImage, deploymentOutputs, ExternalImage, Mirror } from "../../components";
import type { ContainerImageArgs } from "../../components";
import { parseReference } from "../../core/oci/reference";
import { buildDefinition } from "../../components/containerImage/buildDefinition";
import { builtDigest, isKnown, record, valueOf, type RecordOptions } from "./recording";

const token = "ghp_examplepublisherexampleexampleexamp";
const login = { registry: "ghcr.io", username: "F1bonacci66" };
const common = { owner: "F1bonacci66", username: "F1bonacci66", token };

function outputsOf(
  options: RecordOptions = {},
  changed: Partial<ContainerImageArgs> = {},
): Promise<ReturnType<typeof deploymentOutputs>> {
  return record(() => {
    const image = new ContainerImage("api", {
      ...common,
      image: "api",
      source: "https://github.com/F1bonacci66/api",
      context: "../api",
      dockerfile: "docker/api",
      contexts: { base: "../base" },
      platforms: ["linux/arm64"],
      secrets: { npmrc: pulumi.secret("fakesecret") },
      target: "built",
      buildArgs: { VERSION: "1.10" },
      ...changed,
    });
    const tags = ["alpine", "16"];
    const hints = { copies: tags.map((tag) => ({ tag, sources: [parseReference(source)] })) };
    const from = "docker.io/library/postgres:alpine";
    const mirror = new Mirror("db", { ...common, image: "db", from, tags, hints });
    return deploymentOutputs(
      [
        { name: "api", image, services: ["api"], attestedBy: "F/api" },
        { name: "db", image: mirror, services: ["db"] },
      ],
      { ...login, token: pulumi.secret(token) },
    );
  }, options).then(({ result }) => result);
}

const source = `docker.io/library/postgres:alpine@${builtDigest}`;

const texts = ["__compose", "__dotenv", "__kustomization", "__lock"] as const;

describe("the outputs for a deployment", () => {
  it("pin each image and mirror, with its commands", async () => {
    const { images } = await outputsOf();
    const api = `ghcr.io/f1bonacci66/api:latest@${builtDigest}`;
    const db = `ghcr.io/f1bonacci66/db:alpine@${builtDigest}`;
    expect(await valueOf(pulumi.output(images))).toEqual({
      api: {
        reference: "ghcr.io/f1bonacci66/api:latest",
        tags: ["ghcr.io/f1bonacci66/api:latest"],
        digest: builtDigest,
        pinned: api,
        platforms: ["linux/arm64"],
        verify: `gh attestation verify oci://${api} --repo F/api`,
      },
      db: {
        reference: "ghcr.io/f1bonacci66/db:alpine",
        tags: ["ghcr.io/f1bonacci66/db:alpine", "ghcr.io/f1bonacci66/db:16"],
        digest: builtDigest,
        pinned: db,
        copied: ["alpine", "16"].map((tag) => ({ tag, from: [source], isSame: true })),
      },
    });
  });

  it("have one tag and no build for an image that is built elsewhere", async () => {
    const published = { outcome: "found", digest: builtDigest, platforms: [] } as const;
    const { result } = await record(() => {
      const args = { ...common, image: "web", tag: "1.2", hints: { published } };
      const image = new ExternalImage("web", args);
      return deploymentOutputs([{ name: "web", image, services: [] }], login);
    });
    const { web } = await valueOf(pulumi.output(result.images));
    const reference = "ghcr.io/f1bonacci66/web:1.2";
    expect(web).toMatchObject({ reference, tags: [reference], digest: builtDigest });
    expect(JSON.parse(await valueOf(result.__bake))).toMatchObject({ target: {} });
  });

  it("mark an image whose tag cannot be read, and name no pushed tag", async () => {
    const hints = {
      published: { outcome: "absent" } as const,
      lastPinned: { tag: "1.1", digest: builtDigest },
    };
    const { result } = await record(() => {
      const image = new ExternalImage("web", { ...common, image: "web", tag: "1.2", hints });
      return deploymentOutputs([{ name: "web", image, services: ["web"] }], login);
    });
    const { web } = await valueOf(pulumi.output(result.images));
    const pinned = `ghcr.io/f1bonacci66/web:1.1@${builtDigest}`;
    const reference = "ghcr.io/f1bonacci66/web:1.2";
    expect(web).toMatchObject({ reference, pinned, digest: builtDigest, isLastKnown: true });
    expect(web?.tags).toBeUndefined();
    for (const name of texts) expect(await valueOf(result[name])).toContain(builtDigest);
    expect(await valueOf(result.__compose)).toContain(`# ${reference} could not be read`);
  });

  it("are plain except for one secret, even if the build has secrets", async () => {
    const { dockerconfigjson, ...plain } = await outputsOf();
    expect(await pulumi.isSecret(pulumi.output({ ...plain }))).toBe(false);
    expect(await pulumi.isSecret(dockerconfigjson ?? pulumi.output(""))).toBe(true);
    expect(JSON.stringify(await valueOf(pulumi.output({ ...plain })))).not.toMatch(
      /fakesecret|ghp_/,
    );
  });

  it.each<[string, RecordOptions]>([
    ["of something new", {}],
    ["of an image of which only the files changed", { digest: "" }],
  ])("are unknown in a preview %s, except for references and builds", async (_what, options) => {
    const outputs = await outputsOf({ preview: true, ...options });
    for (const name of texts) expect([name, await isKnown(outputs[name])]).toEqual([name, false]);
    const { api, db } = outputs.images;
    expect(api?.reference).toBeDefined();
    expect(await valueOf(pulumi.output(api?.reference))).toBe("ghcr.io/f1bonacci66/api:latest");
    for (const image of [api, db]) {
      const { tags, digest, pinned } = image ?? {};
      const known = [tags, digest, pinned].map((each) => isKnown(each ?? pulumi.output("")));
      expect(await Promise.all(known)).toEqual([false, false, false]);
    }
    expect(await isKnown(api?.verify ?? pulumi.output(""))).toBe(false);
    expect(await isKnown(outputs.__bake)).toBe(true);
  });

  it("have no line for an image without a digest", async () => {
    const outputs = await outputsOf({ digest: null });
    for (const name of texts) expect(await valueOf(outputs[name])).not.toContain("ghcr.io/");
    expect(await valueOf(outputs.__compose)).toBe("services: {}");
    const { api } = await valueOf(pulumi.output(outputs.images));
    expect(api).toMatchObject({ reference: "ghcr.io/f1bonacci66/api:latest" });
    const { tags, digest, pinned, verify } = api ?? {};
    expect([tags, digest, pinned, verify]).toEqual(Array(4).fill(undefined));
  });

  it("have no credentials without a pull token", async () => {
    const { result } = await record(() => deploymentOutputs([], login));
    expect(Object.keys(result)).not.toContain("dockerconfigjson");
  });
});

describe("a build's definition", () => {
  it("contains all that the provider received", async () => {
    const definition = await valueOf(
      buildDefinition({
        push: false,
        context: { location: "." },
        dockerfile: { inline: "FROM x" },
        addHosts: ["a:1.2.3.4", "b:::1"],
        network: "none",
        ssh: [{ id: "default" }, { id: "key", paths: ["a", "b"] }],
        cacheFrom: [
          { registry: { ref: "r/c:x" } },
          { raw: "type=local,src=x" },
          { gha: { scope: "s" }, disabled: true },
        ],
        cacheTo: [
          { registry: { ref: "r/c:x", mode: "max", ociMediaTypes: true, imageManifest: true } },
          { inline: {} },
          { gha: { scope: "s", ignoreError: true } },
          { s3: { bucket: "b", region: "r", secretAccessKey: "fakesecret" } },
        ],
        exports: [{ raw: "type=registry" }],
        pull: true,
        noCache: true,
      }),
    );
    expect(definition).toEqual({
      context: ".",
      dockerfileInline: "FROM x",
      extraHosts: { a: "1.2.3.4", b: "::1" },
      network: "none",
      ssh: ["default", "key=a,b"],
      cacheFrom: ["type=registry,ref=r/c:x", "type=local,src=x"],
      cacheTo: [
        "type=registry,image-manifest=true,mode=max,oci-mediatypes=true,ref=r/c:x",
        "type=inline",
        "type=gha,ignore-error=true,scope=s",
      ],
      outputs: ["type=registry"],
      pull: true,
      noCache: true,
      secrets: [],
      tags: [],
    });
  });

  it("stays secret if a build argument is", async () => {
    const buildArgs = { A: pulumi.secret("fakesecret") };
    expect(await pulumi.isSecret(buildDefinition({ push: false, buildArgs }))).toBe(true);
  });
});
