import { recordPush, readSource } from "../../../sandbox/registry/packages";
import { parseName, findReadDenial, findWriteDenial } from "../../../sandbox/registry/rights";
import { seedWorld } from "../../../sandbox/seed";
import type { Repository, Token, World } from "../../../sandbox/world/world";
import { createToken } from "../people";

const image = { owner: "f1bonacci66", name: "demo/api" };
const SOURCE = "https://github.com/F1bonacci66/demo";

let world: World;

beforeEach(() => {
  world = seedWorld();
  world.repositories.push({ id: 7, owner: "F1bonacci66", name: "demo" } as Repository);
});

describe("a push", () => {
  it("creates a private package, in the account's case", () => {
    recordPush(world, image, { digest: "sha256:a", tag: "1", source: SOURCE }, null);
    expect(world.packages).toMatchObject([
      { owner: "F1bonacci66", name: "demo/api", visibility: "private", repositoryId: 7 },
    ]);
  });

  it("is linked by its first tag, not by the children that come before by digest", () => {
    recordPush(world, image, { digest: "sha256:child", tag: null, source: SOURCE }, null);
    expect(world.packages[0]?.repositoryId).toBeNull();
    recordPush(world, image, { digest: "sha256:index", tag: "1", source: null }, null);
    recordPush(world, image, { digest: "sha256:later", tag: "2", source: SOURCE }, null);
    expect(world.packages[0]?.repositoryId).toBeNull();
  });

  it("is not linked to another account's repository", () => {
    const source = "https://github.com/upstream/demo";
    recordPush(world, image, { digest: "sha256:a", tag: "1", source }, null);
    expect(world.packages[0]?.repositoryId).toBeNull();
  });

  it("moves a tag from one version to the other", () => {
    recordPush(world, image, { digest: "sha256:a", tag: "1", source: null }, null);
    recordPush(world, image, { digest: "sha256:b", tag: "1", source: null }, null);
    recordPush(world, image, { digest: "sha256:b", tag: "2", source: null }, null);
    expect(world.packages[0]?.versions.map(({ digest, tags }) => [digest, tags])).toEqual([
      ["sha256:a", []],
      ["sha256:b", ["1", "2"]],
    ]);
  });
});

describe("the source of a manifest", () => {
  const config = Buffer.from(
    JSON.stringify({ config: { Labels: { "org.opencontainers.image.source": SOURCE } } }),
  );
  const read = (manifest: object): Promise<string | null> =>
    readSource(Buffer.from(JSON.stringify(manifest)), (digest) =>
      Promise.resolve(digest === "sha256:config" ? config : null),
    );

  it("is an index's annotation", async () => {
    const annotations = { "org.opencontainers.image.source": SOURCE };
    expect(await read({ manifests: [], annotations })).toBe(SOURCE);
    expect(await read({ manifests: [] })).toBeNull();
  });

  it("is the config's label for a single platform, whatever its annotations", async () => {
    const annotations = { "org.opencontainers.image.source": "https://github.com/other/one" };
    expect(await read({ config: { digest: "sha256:config" }, annotations })).toBe(SOURCE);
    expect(await read({ config: { digest: "sha256:none" } })).toBeNull();
  });
});

describe("rights", () => {
  const token = (scopes: string[], owner = "F1bonacci66"): Token =>
    createToken("ghp_x", { owner, scopes });
  const scopes = "permission_denied: The token provided does not match expected scopes.";

  it.each([
    ["nobody", null, "authentication required", "authentication required"],
    ["only read:packages", token(["read:packages"]), undefined, scopes],
    ["only write:packages", token(["write:packages"]), scopes, undefined],
    [
      "another account",
      token(["read:packages", "write:packages"], "someone"),
      "permission_denied: read_package",
      "permission_denied: write_package",
    ],
  ])("for a private package of %s", (_who, who, read, write) => {
    recordPush(world, image, { digest: "sha256:a", tag: "1", source: null }, null);
    expect(findReadDenial(world, who, image)?.message).toBe(read);
    expect(findWriteDenial(world, who, image)?.message).toBe(write);
  });

  it("lets everyone read a public package, and no one create one for another account", () => {
    recordPush(world, image, { digest: "sha256:a", tag: "1", source: null }, null);
    Object.assign(world.packages[0] ?? {}, { visibility: "public" });
    expect(findReadDenial(world, null, image)).toBeNull();
    const other = { owner: "nobody", name: "x" };
    expect(findWriteDenial(world, token(["write:packages"]), other)?.message).toBe(
      "permission_denied: create_package",
    );
  });

  it.each(["F1bonacci66/demo", "owner", "owner/", "owner/a..b", "owner/-a", "a/b/C"])(
    "has no image called %s",
    (name) => {
      expect(parseName(name)).toBeNull();
    },
  );
});
