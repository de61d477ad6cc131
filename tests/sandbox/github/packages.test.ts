import { recordPush } from "../../../sandbox/registry/packages";
import { ORGANIZATION_TOKEN, PUBLISHER_TOKEN, SEED_MEMBER } from "../../../sandbox/seed";
import type { World } from "../../../sandbox/world/world";
import { addToken, makeRepository } from "../people";
import type { Reply } from "../world";
import { githubForEachTest } from "../world";

/** A nested name is one part of the path. */
const PACKAGE = "packages/container/demo%2Fapi";

const github = githubForEachTest();
let world: World;

beforeEach(() => {
  ({ world } = github.store);
});

function push(owner: string, tag: string | null, digest: string): void {
  recordPush(world, { owner, name: "demo/api" }, { digest, tag, source: null }, null);
}

function ask(method: string, path: string, token = ORGANIZATION_TOKEN): Promise<Reply> {
  return github.ask(method, path, { token });
}

async function askStatus(method: string, path: string): Promise<number> {
  return (await ask(method, path)).status;
}

async function listTags(path: string): Promise<string[][]> {
  const { body } = await ask("GET", path);
  const versions = body as unknown as { metadata: { container: { tags: string[] } } }[];
  return versions.map(({ metadata }) => metadata.container.tags);
}

describe.each([
  ["the user's own", "/user", "f1bonacci66"],
  ["a user's", "/users/F1bonacci66", "f1bonacci66"],
  ["an organization's", "/orgs/Liber-Abaci", "liber-abaci"],
])("%s packages", (_whose, root, owner) => {
  const one = `${root}/${PACKAGE}`;

  it("are deleted, and restored as they were", async () => {
    push(owner, "1", "sha256:a");
    expect((await ask("GET", one)).body).toMatchObject({ name: "demo/api", version_count: 1 });
    expect(await askStatus("DELETE", one)).toBe(204);
    expect(await askStatus("GET", one)).toBe(404);
    expect(await askStatus("DELETE", one)).toBe(404);
    const list = await ask("GET", `${root}/packages?package_type=container`);
    expect(list.body).toEqual([]);
    expect(await askStatus("POST", `${one}/restore`)).toBe(204);
    expect(await askStatus("POST", `${one}/restore`)).toBe(404);
    expect(await listTags(`${one}/versions`)).toEqual([["1"]]);
  });

  it("lose and get back a version, but not the last", async () => {
    push(owner, "1", "sha256:a");
    push(owner, "2", "sha256:b");
    const id = world.packages[0]?.versions[0]?.id ?? 0;
    expect((await ask("GET", `${one}/versions/${id}`)).body.name).toBe("sha256:a");
    expect(await askStatus("DELETE", `${one}/versions/${id}`)).toBe(204);
    expect(await askStatus("GET", `${one}/versions/${id}`)).toBe(404);
    expect((await ask("GET", one)).body.version_count).toBe(1);
    expect(await listTags(`${one}/versions`)).toEqual([["2"]]);

    const last = await ask("DELETE", `${one}/versions/${world.packages[0]?.versions[1]?.id ?? 0}`);
    expect([last.status, last.body.message]).toEqual([
      400,
      "You cannot delete the last version of a package. You must delete the package instead.",
    ]);
    expect(await askStatus("POST", `${one}/versions/${id}/restore`)).toBe(204);
    expect(await listTags(`${one}/versions`)).toEqual([["2"], ["1"]]);
  });

  it("cannot change their visibility", async () => {
    push(owner, "1", "sha256:a");
    const body = { visibility: "public" };
    const token = ORGANIZATION_TOKEN;
    expect((await github.ask("PATCH", one, { token, body })).status).toBe(404);
    expect((await github.ask("PATCH", `${one}/visibility`, { token, body })).status).toBe(404);
    expect((await ask("GET", one)).body.visibility).toBe("private");
  });
});

describe("deleted", () => {
  const one = `/user/${PACKAGE}`;

  it("is gone for good after thirty days", async () => {
    push("f1bonacci66", "1", "sha256:a");
    await ask("DELETE", one);
    const day = 24 * 3600 * 1000;
    const daysAgo = (days: number): string => new Date(Date.now() - days * day).toISOString();
    Object.assign(world.packages[0] ?? {}, { deletedAt: daysAgo(31) });
    expect(await askStatus("POST", `${one}/restore`)).toBe(404);
    Object.assign(world.packages[0] ?? {}, { deletedAt: daysAgo(29) });
    expect(await askStatus("POST", `${one}/restore`)).toBe(204);

    push("f1bonacci66", "2", "sha256:b");
    const version = world.packages[0]?.versions[0];
    Object.assign(version ?? {}, { deletedAt: daysAgo(31) });
    expect(await askStatus("POST", `${one}/versions/${version?.id ?? 0}/restore`)).toBe(404);
  });

  it("cannot come back where its name was taken, and a push makes a new one", async () => {
    push("f1bonacci66", "1", "sha256:a");
    await ask("DELETE", one);
    push("f1bonacci66", "2", "sha256:b");
    expect(await listTags(`${one}/versions`)).toEqual([["2"]]);
    expect(await askStatus("POST", `${one}/restore`)).toBe(404);
  });

  it("does not keep its tag from a newer version", async () => {
    push("f1bonacci66", "1", "sha256:a");
    push("f1bonacci66", "other", "sha256:b");
    await ask("DELETE", `${one}/versions/${world.packages[0]?.versions[0]?.id ?? 0}`);
    push("f1bonacci66", "1", "sha256:c");
    const id = world.packages[0]?.versions[0]?.id ?? 0;
    expect(await askStatus("POST", `${one}/versions/${id}/restore`)).toBe(204);
    expect(await listTags(`${one}/versions`)).toEqual([["1"], ["other"], []]);
  });

  it("is shown in the list of what was deleted", async () => {
    push("liber-abaci", "1", "sha256:a");
    push("liber-abaci", "2", "sha256:b");
    const versions = `/orgs/Liber-Abaci/${PACKAGE}/versions`;
    await ask("DELETE", `${versions}/${world.packages[0]?.versions[0]?.id ?? 0}`);
    expect(await listTags(`${versions}?state=deleted`)).toEqual([["1"]]);
    expect(await listTags(`${versions}?state=active`)).toEqual([["2"]]);
  });
});

describe("scopes and rights", () => {
  const one = `/user/${PACKAGE}`;

  it.each([
    ["GET", one, ["repo"], "read:packages scope to get a package."],
    ["DELETE", one, ["read:packages", "write:packages"], "delete:packages and read:packages scope"],
    ["DELETE", one, ["delete:packages"], "delete:packages and read:packages scope"],
    ["POST", `${one}/restore`, ["read:packages"], "read:packages and write:packages scope"],
  ])("%s %s refuses a token with only %j", async (method, path, scopes, required) => {
    push("f1bonacci66", "1", "sha256:a");
    const token = addToken(world, "ghp_lacking", { scopes });
    const { status, body } = await ask(method, path, token);
    expect(status).toBe(403);
    expect(body.message).toContain(`You need at least ${required}`);
    expect(world.packages[0]).not.toHaveProperty("deletedAt");
  });

  it("let a member read a package whose linked repository they can read, and delete nothing", async () => {
    push("liber-abaci", "1", "sha256:a");
    const path = `/orgs/Liber-Abaci/${PACKAGE}`;
    const scopes = ["delete:packages", "read:packages"];
    const token = addToken(world, "ghp_member", { owner: SEED_MEMBER, scopes });
    expect((await ask("GET", path, token)).status).toBe(404);
    const id = await makeRepository(github, "Liber-Abaci", { name: "demo" }, ORGANIZATION_TOKEN);
    Object.assign(world.packages[0] ?? {}, { repositoryId: id });
    expect((await ask("GET", path, token)).status).toBe(200);
    expect((await ask("DELETE", path, token)).status).toBe(403);
  });

  it("let a workflow see its package and not the list", async () => {
    push("liber-abaci", "1", "sha256:a");
    const permissions = { packages: "write" } as const;
    const token = addToken(world, "ghs_x", { kind: "actions", repositoryId: 7, permissions });
    Object.assign(world.packages[0] ?? {}, { actionsAccess: { 7: "admin" } });
    const root = "/orgs/Liber-Abaci";
    expect((await ask("GET", `${root}/${PACKAGE}`, token)).status).toBe(200);
    const { status, body } = await ask("GET", `${root}/packages?package_type=container`, token);
    expect([status, body.message]).toEqual([400, "Invalid argument."]);
    expect((await ask("DELETE", `${root}/${PACKAGE}`, token)).status).toBe(204);
  });
});

it("lists a hundred packages on a page, and no more", async () => {
  for (let number = 0; number < 101; number += 1) {
    const image = { owner: "f1bonacci66", name: `demo/${number}` };
    recordPush(world, image, { digest: "sha256:a", tag: "1", source: null }, null);
  }
  const path = "/users/F1bonacci66/packages?package_type=container&per_page=100";
  const first = await ask("GET", path, PUBLISHER_TOKEN);
  expect(first.body).toHaveLength(100);
  expect(first.headers.get("link")).toContain('page=2>; rel="next"');
  expect((await ask("GET", `${path}&page=2`, PUBLISHER_TOKEN)).body).toHaveLength(1);
});
