import * as pulumi from "@pulumi/pulumi";
import { ExternalImage, type ExternalImageArgs } from "../../components";
import { answer, digestOf } from "../core/registry/fakeRegistry";
import {
  digest,
  manifest,
  startRegistryForEachTest,
  fixture,
} from "../core/registry/guardedRegistry";
import { name, token } from "./publishImage";
import {
  collectWarnings,
  isKnown,
  record,
  refusedProperty,
  unknownText,
  valueOf,
} from "./recording";
import type { Recording, RecordOptions } from "./recording";
import { registryRefusal } from "../core/http/refused";

startRegistryForEachTest();

const warnings = collectWarnings();

const component = { type: "ghcr:index:ExternalImage", name: "universe", inputs: {} };
const platforms = ["linux/amd64", "linux/arm64"];

function read(
  args: Partial<ExternalImageArgs> = {},
  options: RecordOptions = {},
): Promise<Recording<ExternalImage>> {
  const username = "F1bonacci66";
  const imageArgs = { owner: "F1bonacci66", image: "civilx-universe", username, token };
  return record(() => new ExternalImage("universe", { ...imageArgs, ...args }), options);
}

describe("with a preflight", () => {
  it.each([false, true])(
    "has no resource inside, and the hint's digest; in a preview: %s",
    async (preview) => {
      const published = { outcome: "found", digest, platforms } as const;
      const { result, resources, outputs } = await read({ hints: { published } }, { preview });
      expect(resources).toEqual([component]);
      const reference = `${name}:latest`;
      const pinned = `${reference}@${digest}`;
      expect(await valueOf(result.pinned)).toBe(pinned);
      expect(await valueOf(result.digest)).toBe(digest);
      expect(await valueOf(result.tags)).toEqual([reference]);
      expect(await valueOf(result.platforms)).toEqual(platforms);
      // Without 'passed': the stack does not push it.
      expect(outputs).toEqual({
        universe: { reference, digest, pinned, platforms, package: name },
      });
      expect(fixture.registry.requests).toEqual([]);
    },
  );

  it.each([
    { outcome: "absent" },
    { outcome: "no", refusal: registryRefusal("DENIED", "denied") },
    { outcome: "unknown", why: "no answer" },
  ] as const)("is not pinned if the registry's answer is %j", async (published) => {
    const { result, outputs } = await read({ hints: { published } });
    expect(await isKnown(result.pinned)).toBe(true);
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(await valueOf(result.digest)).toBeUndefined();
    expect(await valueOf(result.platforms)).toBeUndefined();
    expect(outputs).toEqual({ universe: { reference: `${name}:latest`, package: name } });
    // The preflight has reported why.
    expect(warnings).toEqual([]);
  });

  it.each([
    ["an update", false],
    ["a preview", true],
  ])("keeps the last known image in %s, until its tag is found", async (_where, preview) => {
    const lastPinned = { tag: "v1.1.0", digest, platforms };
    const absent = { outcome: "absent" } as const;
    const kept = await read(
      { tag: "v1.2.0", hints: { published: absent, lastPinned } },
      { preview },
    );
    const pinned = `${name}:v1.1.0@${digest}`;
    expect(await valueOf(kept.result.lastKnownTag)).toBe("v1.1.0");
    expect(kept.outputs).toEqual({
      universe: { reference: `${name}:v1.2.0`, digest, pinned, platforms, package: name },
    });
    expect(warnings).toEqual([]);
    const published = { outcome: "found", digest: digestOf("new"), platforms: [] } as const;
    const { result } = await read({ tag: "v1.2.0", hints: { published, lastPinned } }, { preview });
    expect(await valueOf(result.pinned)).toBe(`${name}:v1.2.0@${digestOf("new")}`);
    expect(await valueOf(result.lastKnownTag)).toBeUndefined();
    expect(await valueOf(result.platforms)).toBeUndefined();
  });

  it("names the last known image in its warning, if the preflight could not ask", async () => {
    const lastPinned = { tag: "v1.1.0", digest };
    const { host: registry } = fixture.registry;
    const { result } = await read({ registry, tag: "v1.2.0", hints: { lastPinned } });
    const image = `${registry}/f1bonacci66/civilx-universe`;
    const pinned = `${image}:v1.1.0@${digest}`;
    expect(await valueOf(result.pinned)).toBe(pinned);
    expect(warnings).toEqual([
      `The digest of ${image}:v1.2.0 is unknown, so ${pinned} stays pinned: nothing has been pushed there yet`,
    ]);
  });
});

describe("without one", () => {
  it("reads one manifest from the registry, and outputs no secret", async () => {
    fixture.registry.handle = manifest;
    const { result, resources } = await read({
      registry: fixture.registry.host,
      tag: pulumi.output("v1.2.3"),
      token: pulumi.secret(token),
    });
    const reference = `${fixture.registry.host}/f1bonacci66/civilx-universe:v1.2.3`;
    expect(await valueOf(result.pinned)).toBe(`${reference}@${digest}`);
    expect(await pulumi.isSecret(result.pinned)).toBe(false);
    expect(await pulumi.isSecret(result.digest)).toBe(false);
    expect(fixture.registry.requests.map(({ path }) => path)).toEqual([
      "/v2/",
      "/v2/f1bonacci66/civilx-universe/manifests/v1.2.3",
    ]);
    expect(resources).toEqual([component]);
    expect(warnings).toEqual([]);
  });

  it("warns about a missing image, and pins nothing", async () => {
    const { result } = await read({ registry: fixture.registry.host });
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(warnings).toEqual([
      `The digest of ${fixture.registry.host}/f1bonacci66/civilx-universe:latest is unknown, so it is not pinned: nothing has been pushed there yet`,
    ]);
  });

  it("warns with the registry's message if it refuses, without the token", async () => {
    fixture.registry.handle = (_request, response) => {
      answer(response, 403, `denied: ${token}`);
    };
    const { result } = await read({ registry: fixture.registry.host });
    expect(await valueOf(result.pinned)).toBeUndefined();
    expect(warnings.join("\n")).toContain("the registry refuses the pull (403): denied");
    expect(warnings.join("\n")).not.toContain(token);
  });

  it("sends no request in a preview that does not know the tag yet", async () => {
    const { result } = await read({ tag: unknownText() }, { preview: true });
    expect(await isKnown(result.reference)).toBe(false);
    expect(fixture.registry.requests).toEqual([]);
  });
});

it.each<[string, Partial<ExternalImageArgs>]>([
  ["registry", { registry: "https://ghcr.io" }],
  ["owner", { owner: "two words" }],
  ["image", { image: "two words" }],
  ["tag", { tag: "-first" }],
])("reports an invalid argument by its path: %s", async (property, args) => {
  expect(await refusedProperty(() => read(args))).toBe(property);
});
