import { findReadDenial, findWriteDenial } from "../../../sandbox/registry/rights";
import { ORGANIZATION_TOKEN, SEED_MEMBER, SEED_ORGANIZATION } from "../../../sandbox/seed";
import { findValidToken } from "../../../sandbox/tokens";
import { addToken, makeRepository, requireOrganization } from "../people";
import type { Reply } from "../world";
import { seal, githubForEachTest } from "../world";

const ORG = `/orgs/${SEED_ORGANIZATION}`;
const SECRETS = `${ORG}/actions/secrets`;

const github = githubForEachTest();

function ask(method: string, path: string, body?: unknown): Promise<Reply> {
  return github.ask(method, path, { token: ORGANIZATION_TOKEN, body });
}

function addMemberToken(scopes: string[]): string {
  return addToken(github.store.world, "ghp_member", { owner: SEED_MEMBER, scopes });
}

describe("membership", () => {
  it("decides who can create repositories, and what their creators can do", async () => {
    const token = addMemberToken(["repo"]);
    await makeRepository(github, SEED_ORGANIZATION, { name: "owners", private: true });
    await makeRepository(github, SEED_ORGANIZATION, { name: "mine", private: true }, token);
    const permissions = async (name: string): Promise<unknown> =>
      (await github.ask("GET", `/repos/${SEED_ORGANIZATION}/${name}`, { token })).body.permissions;
    expect(await permissions("mine")).toMatchObject({ admin: true });
    expect(await permissions("owners")).toMatchObject({ admin: false });
    const body = { description: "d" };
    const path = `/repos/${SEED_ORGANIZATION}/owners`;
    expect((await github.ask("PATCH", path, { token, body })).status).toBe(403);

    const organization = requireOrganization(github.store.world, SEED_ORGANIZATION);
    organization.defaultRepositoryPermission = "none";
    expect((await github.ask("GET", path, { token })).status).toBe(404);
    organization.membersCanCreateRepositories = false;
    const refused = await github.ask("POST", `${ORG}/repos`, { token, body: { name: "no" } });
    expect(refused.status).toBe(404);
    expect((await github.ask("GET", `${ORG}/repos`, { token })).body).toHaveLength(1);
    expect((await github.ask("GET", `${ORG}/repos`, { token: null })).body).toEqual([]);
  });

  it("shows an owner with admin:org how the organization is set up", async () => {
    const full = await ask("GET", ORG);
    expect(full.body.default_repository_permission).toBe("read");
    expect((await github.ask("GET", ORG)).body).not.toHaveProperty("default_repository_permission");
  });
});

describe("single sign-on", () => {
  const path = `/repos/${SEED_ORGANIZATION}/demo`;

  beforeEach(async () => {
    await makeRepository(github, SEED_ORGANIZATION, { name: "demo", private: true });
    requireOrganization(github.store.world, SEED_ORGANIZATION).singleSignOn = true;
  });

  it.each([
    ["classic", "Personal Access token"],
    ["oauth", "OAuth token"],
  ] as const)("keeps a %s token out until it is authorized", async (kind, name) => {
    const scopes = ["repo", "admin:org", "read:packages", "write:packages"];
    const token = addToken(github.store.world, "ghx_sso", { kind, scopes });
    for (const what of [path, `${SECRETS}/TOKEN`, `${ORG}/packages?package_type=container`]) {
      const { status, body, headers } = await github.ask("GET", what, { token });
      expect([status, body.message]).toEqual([
        403,
        `Resource protected by organization SAML enforcement. You must grant your ${name} access to this organization.`,
      ]);
      expect(headers.get("x-github-sso")).toMatch(
        /^required; url=https:\/\/github\.com\/orgs\/Liber-Abaci\/sso\?authorization_request=\S+$/,
      );
    }
    const list = await github.ask("GET", "/user/repos", { token });
    expect([list.status, list.body]).toEqual([200, []]);
    expect(list.headers.get("x-github-sso")).toBe("partial-results; organizations=68");

    const { world } = github.store;
    const held = findValidToken(world, token);
    if (held === null) throw new Error("the token is not there");
    const image = { owner: "liber-abaci", name: "demo" };
    expect(findReadDenial(world, held, image)?.message).toBe("denied");
    expect(findWriteDenial(world, held, image)?.message).toBe("denied");

    held.authorizedFor = [SEED_ORGANIZATION];
    expect((await github.ask("GET", path, { token })).status).toBe(200);
    expect(findWriteDenial(world, held, image)).toBeNull();
    const all = await github.ask("GET", "/user/repos", { token });
    expect(all.body).toMatchObject([{ name: "demo" }]);
    expect(all.headers.get("x-github-sso")).toBeNull();
  });

  it("does not apply to a fine-grained or a workflow's token", async () => {
    const { world } = github.store;
    const fine = addToken(world, "github_pat_x", { kind: "fine-grained" });
    expect((await github.ask("GET", path, { token: fine })).status).toBe(200);
    const repositoryId = world.repositories[0]?.id ?? 0;
    const job = addToken(world, "ghs_x", { kind: "actions", repositoryId });
    expect((await github.ask("GET", path, { token: job })).status).toBe(200);
  });
});

describe("what an organization forbids its workflows", () => {
  const write = { default_workflow_permissions: "write" };
  const demo = `/repos/${SEED_ORGANIZATION}/demo/actions/permissions`;

  beforeEach(async () => {
    await makeRepository(github, SEED_ORGANIZATION, { name: "demo", private: true });
  });

  it("is refused with 409, and allowed once the organization allows it", async () => {
    expect((await ask("PUT", `${demo}/workflow`, write)).status).toBe(409);
    const approve = { can_approve_pull_request_reviews: true };
    expect((await ask("PUT", `${demo}/workflow`, approve)).status).toBe(409);
    const read = { default_workflow_permissions: "read" };
    expect((await ask("PUT", `${demo}/workflow`, read)).status).toBe(204);

    const own = `${ORG}/actions/permissions/workflow`;
    expect((await github.ask("PUT", own, { body: write })).status).toBe(403);
    expect((await ask("PUT", own, write)).status).toBe(204);
    expect((await ask("PUT", `${demo}/workflow`, write)).status).toBe(204);
    await ask("PUT", own, read);
    expect((await ask("GET", `${demo}/workflow`)).body.default_workflow_permissions).toBe("read");
  });

  it("does not apply to a user account", async () => {
    await makeRepository(github, null, { name: "own" });
    const path = "/repos/F1bonacci66/own/actions/permissions/workflow";
    expect((await ask("PUT", path, write)).status).toBe(204);
  });
});

describe("secrets of an organization", () => {
  let key: { key_id: string; key: string };
  let open: number;

  beforeEach(async () => {
    await makeRepository(github, SEED_ORGANIZATION, { name: "hidden", private: true });
    open = await makeRepository(github, SEED_ORGANIZATION, { name: "open" });
    key = (await ask("GET", `${SECRETS}/public-key`)).body as typeof key;
  });

  async function putSecret(name: string, more: Record<string, unknown>): Promise<number> {
    const encrypted_value = await seal(`value of ${name}`, key.key);
    const body = { encrypted_value, key_id: key.key_id, ...more };
    return (await ask("PUT", `${SECRETS}/${name}`, body)).status;
  }

  it("name the selected repositories, if only those have them", async () => {
    expect(await putSecret("FOR_ALL", { visibility: "all" })).toBe(201);
    const selected = { visibility: "selected", selected_repository_ids: [open] };
    expect(await putSecret("for_some", selected)).toBe(201);
    expect(await putSecret("FOR_SOME", selected)).toBe(204);
    expect((await ask("GET", `${SECRETS}/FOR_SOME/repositories`)).body).toMatchObject({
      ...{ total_count: 1, repositories: [{ id: open }] },
    });
    const forAll = await ask("GET", `${SECRETS}/FOR_ALL/repositories`);
    expect(forAll.body).toEqual({ total_count: 0, repositories: [] });
  });

  it("never return their value, and do not exist once deleted", async () => {
    await putSecret("TOKEN", { visibility: "selected", selected_repository_ids: [open] });
    const { body } = await ask("GET", `${SECRETS}/TOKEN`);
    expect(body).toMatchObject({ name: "TOKEN", visibility: "selected" });
    expect(JSON.stringify(body)).not.toContain("value of");
    const { secrets } = requireOrganization(github.store.world, SEED_ORGANIZATION).actions;
    expect(secrets.TOKEN?.opened).toBe("value of TOKEN");
    expect((await ask("DELETE", `${SECRETS}/TOKEN`)).status).toBe(204);
    expect((await ask("GET", `${SECRETS}/TOKEN`)).status).toBe(404);
  });

  it("require a visibility, existing repositories and a box for their key", async () => {
    expect(await putSecret("TOKEN", {})).toBe(422);
    expect(await putSecret("GITHUB_X", { visibility: "all" })).toBe(422);
    expect(await putSecret("TOKEN", { visibility: "selected", selected_repository_ids: [1] })).toBe(
      422,
    );
    expect(await putSecret("TOKEN", { visibility: "all", key_id: "1" })).toBe(422);
  });

  it.each([
    ["a token without admin:org", () => undefined],
    ["a member who is no owner", () => addMemberToken(["admin:org", "repo"])],
  ])("reject %s with GitHub's message", async (_who, make) => {
    const token = make();
    const path = `${SECRETS}/public-key`;
    const { status, body } = await github.ask("GET", path, { token });
    expect([status, body.message]).toEqual([
      403,
      "You must be an org admin or have the actions secrets fine-grained permission.",
    ]);
  });
});
