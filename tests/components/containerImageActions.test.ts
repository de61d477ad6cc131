import * as pulumi from "@pulumi/pulumi";
import { setStage, stage, manifest, digest } from "../core/registry/guardedRegistry";
import { answer } from "../core/registry/fakeRegistry";
import { name, publish, token } from "./publishImage";
import { byRegistry } from "../core/http/refused";
import { hearWarnings, isKnown, valueOf } from "./recording";

setStage();

const told = hearWarnings();

const component = { type: "ghcr:index:ContainerImage", name: "universe", inputs: {} };
const build = "actions" as const;
const platforms = ["linux/amd64", "linux/arm64"];

describe("an image that a workflow builds", () => {
  it.each([false, true])(
    "has no resource inside, and the digest that was told; in a preview: %s",
    async (preview) => {
      const published = { outcome: "found", digest, platforms } as const;
      const { result, resources, outputs } = await publish({ build, published }, { preview });
      expect(resources).toEqual([component]);
      const reference = `${name}:latest`;
      expect(await valueOf(result.pinned)).toBe(`${reference}@${digest}`);
      expect(await valueOf(result.digest)).toBe(digest);
      expect(await valueOf(result.platforms)).toEqual(platforms);
      // Nobody here was seen to push it.
      const pinned = `${reference}@${digest}`;
      expect(outputs).toEqual({
        universe: { reference, digest, pinned, platforms, package: name },
      });
      expect(stage.registry.heard).toEqual([]);
    },
  );

  it.each([
    { outcome: "absent" },
    { outcome: "no", refusal: byRegistry("DENIED", "denied") },
    { outcome: "cannot tell", why: "no answer" },
  ] as const)("is not pinned where the registry's answer is %j", async (published) => {
    const { result, outputs } = await publish({ build, published });
    expect(await isKnown(result.pinned)).toBe(true);
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(await valueOf(result.digest)).toBeUndefined();
    expect(await valueOf(result.platforms)).toBeUndefined();
    expect(outputs).toEqual({ universe: { reference: `${name}:latest`, package: name } });
    // Who told it has told why too.
    expect(told).toEqual([]);
  });
});

describe("by itself", () => {
  it("asks the registry for one manifest, of the first tag", async () => {
    stage.registry.handle = manifest;
    const { result, resources } = await publish({
      build,
      registry: stage.registry.host,
      tags: ["{{tag}}", "latest"],
      version: "v1.2.3",
      token: pulumi.secret(token),
    });
    const reference = `${stage.registry.host}/f1bonacci66/civilx-universe:v1.2.3`;
    expect(await valueOf(result.pinned)).toBe(`${reference}@${digest}`);
    expect(await pulumi.isSecret(result.pinned)).toBe(false);
    expect(await pulumi.isSecret(result.digest)).toBe(false);
    expect(stage.registry.heard.map(({ path }) => path)).toEqual([
      "/v2/",
      "/v2/f1bonacci66/civilx-universe/manifests/v1.2.3",
    ]);
    expect(resources).toEqual([component]);
    expect(told).toEqual([]);
  });

  it("is read without a version by the tags that want none", async () => {
    const published = { outcome: "found", digest, platforms } as const;
    const tags = ["{{tag}}", "latest"];
    const { result } = await publish({ build, published, tags });
    expect(await valueOf(result.pinned)).toBe(`${name}:latest@${digest}`);
    await expect(publish({ build, published, tags: ["{{tag}}"] })).rejects.toThrow(
      "is filled from the version",
    );
  });

  it("warns where there is nothing, and pins nothing", async () => {
    const { result } = await publish({ build, registry: stage.registry.host });
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(told).toEqual([
      `There is no digest of ${stage.registry.host}/f1bonacci66/civilx-universe:latest, so it is not pinned: nothing was pushed there yet`,
    ]);
  });

  it("warns in the registry's words where it refuses, without the token", async () => {
    stage.registry.handle = (_request, response) => {
      answer(response, 403, `denied: ${token}`);
    };
    const { result } = await publish({ build, registry: stage.registry.host });
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(told.join("\n")).toContain("the registry refuses to give it (403): denied");
    expect(told.join("\n")).not.toContain(token);
  });
});
