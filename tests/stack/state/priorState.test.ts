import { inspect } from "node:util";
import type { Reference } from "../../../core/oci/reference";
import { priorState, secretKey, type StoredResource } from "../../../stack/state";

const name = "ghcr.io/octo/db";
const tagged = (tag: string): Reference => ({ registry: "ghcr.io", name: "octo/db", tag });
const secret = "ghp_examplesecretexamplesecretexample";

describe("what the last update pushed", () => {
  const mirror = {
    type: "ghcr:index:Mirror",
    outputs: {
      ...{ package: name, passed: "0a1b2c3d", reference: `${name}:16` },
      ...{ digest: "sha256:pushed", platforms: ["linux/amd64"] },
    },
  };

  it("is listed by package, with the token that pushed", () => {
    const pushed = { digest: "sha256:pushed", reference: tagged("16"), platforms: ["linux/amd64"] };
    const { packages } = priorState([mirror]);
    expect(packages).toEqual(new Map([[name, { fingerprint: "0a1b2c3d", pushed }]]));
  });

  it("has no token if a workflow pushes, and no digest before the first push", () => {
    const outputs = { package: name, reference: `${name}:latest` };
    const { packages } = priorState([{ type: "ghcr:index:ContainerImage", outputs }]);
    expect(packages).toEqual(new Map([[name, { fingerprint: undefined, pushed: undefined }]]));
  });

  it("is separate from a tag's digest after a refresh", () => {
    const index = (ref: string): StoredResource => ({
      type: "docker-build:index:Index",
      outputs: { ref },
    });
    const moved = index(`${name}:16@sha256:moved`);
    const image = { type: "docker-build:index:Image", outputs: { ref: `${name}:17@sha256:x` } };
    const { packages, tagDigests } = priorState([mirror, moved, image, index(`${name}:18`)]);
    expect(packages.get(name)?.pushed?.digest).toBe("sha256:pushed");
    const behind = [
      [`${name}:16`, "sha256:moved"],
      [`${name}:17`, "sha256:x"],
    ] as const;
    expect(tagDigests).toEqual(new Map(behind));
  });
});

it.each(["ContainerImage", "ExternalImage"])(
  "the last pinned reference of an %s has its own tag, which need not be the current one",
  (component) => {
    const type = `ghcr:index:${component}`;
    const outputs = { package: name, reference: `${name}:v1.2.0`, platforms: ["linux/arm64"] };
    const pinned = `${name}:v1.1.0@sha256:x`;
    const last = { tag: "v1.1.0", digest: "sha256:x", platforms: ["linux/arm64"] };
    const lastPinned = (change: object) =>
      priorState([{ type, outputs: { ...outputs, ...change } }]).lastPinned;
    expect(lastPinned({ pinned })).toEqual(new Map([[name, last]]));
    expect(lastPinned({})).toEqual(new Map());
  },
);

describe("an Actions secret", () => {
  const stored = (outputs: Record<string, unknown>, kind = "Secret"): StoredResource => ({
    type: `github:index/actions${kind}:Actions${kind}`,
    outputs: { secretName: "GHCR_TOKEN", updatedAt: "1", value: secret, ...outputs },
  });

  it("was changed by somebody else if GitHub has another time for it", () => {
    const { changedSecrets } = priorState([
      stored({ repository: "App", remoteUpdatedAt: "2", destroyOnDrift: true }),
      stored({ repository: "same", remoteUpdatedAt: "1" }),
      stored({ repository: "unknown", remoteUpdatedAt: "" }),
      stored({ remoteUpdatedAt: "3" }, "OrganizationSecret"),
    ]);
    const changed = [
      [secretKey("ghcr_token", "app"), true],
      [secretKey("GHCR_TOKEN"), false],
    ] as const;
    expect(changedSecrets).toEqual(new Map(changed));
  });
});

it.each<[string, unknown]>([
  ["the engine gives a program", secret],
  [
    "an exported state has",
    { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: secret },
  ],
])("no secret is kept, as %s it", (_where, value) => {
  const state = priorState([
    {
      type: "github:index/actionsSecret:ActionsSecret",
      outputs: { secretName: "A", repository: "a", updatedAt: "1", remoteUpdatedAt: "2", value },
    },
    {
      type: "docker-build:index:Image",
      outputs: {
        ...{ ref: `${name}:16@sha256:x`, tags: [`${name}:16`], secrets: { a: value } },
        registries: [{ address: "ghcr.io", password: value }],
        dockerfile: { inline: `FROM ${name}@sha256:${"1".repeat(64)}\n# ${secret}` },
      },
    },
    { type: "ghcr:index:ContainerImage", outputs: { package: name, passed: "", token: value } },
  ]);
  expect([state.changedSecrets.size, state.mirrorCopies.size, state.packages.size]).toEqual([
    1, 1, 1,
  ]);
  expect(inspect(state, { depth: 20 })).not.toContain(secret);
});

it("an output that does not match the schema is missing, and the resource's other outputs are not", () => {
  const outputs = { package: name, passed: 7, reference: `${name}:1`, digest: "sha256:x" };
  const { packages } = priorState([
    { type: "ghcr:index:Mirror", outputs },
    { type: "ghcr:index:Mirror", outputs: null },
    { type: "ghcr:index:Mirror" },
  ]);
  const pushed = { reference: tagged("1"), digest: "sha256:x", platforms: undefined };
  expect(packages).toEqual(new Map([[name, { fingerprint: undefined, pushed }]]));
});
