import { ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox/seed";
import { requireOrganization } from "../people";
import { seal, githubForEachTest } from "../world";

const PATH = "/repos/F1bonacci66/demo";

const github = githubForEachTest({});

describe("a control body", () => {
  it.each([
    ["PUT", "latency", { github: { milliseconds: -1 } }, "github.milliseconds"],
    ["PUT", "latency", { gitlab: { milliseconds: 1 } }, '"gitlab"'],
    ["PUT", "limits", { concurrent: "all" }, "true (GitHub's own number), a whole number, or null"],
    ["PUT", "limits", { status: 500 }, "status"],
    ["POST", "clock", { advanceSeconds: -1 }, "advanceSeconds"],
    ["POST", "faults", { fault: { type: "explode" } }, "fault.type"],
    ["POST", "faults", {}, "fault"],
    ["POST", "faults", { match: { path: "user" }, fault: { type: "reset" } }, "must start with /"],
    ["POST", "tokens", { token: "x", kind: "golden", owner: "F1bonacci66" }, "kind"],
    ["POST", "accounts", { type: "User", login: "a b" }, "is not a valid login"],
    ["POST", "accounts", { type: "Organization", login: "Pisa" }, "members"],
    ["PUT", "secrets/F1bonacci66/demo/A", { value: "a", updatedAt: "now" }, "must be a time"],
    ["PATCH", "repositories/F1bonacci66/demo", { settings: { has_wiki: "no" } }, "has_wiki"],
    ["PATCH", "repositories/F1bonacci66/demo", { settings: { has_golf: true } }, "has_golf"],
    ["PATCH", "organizations/Liber-Abaci", { members: { Leonardo: "king" } }, "members.Leonardo"],
    ["GET", "journal?kind=gitlab", undefined, "kind must be github, registry, source"],
  ])("to %s %s is rejected if it is wrong: %j", async (method, path, body, expected) => {
    const { status, body: answer } = await github.control(method, path, body);
    expect([status, answer.message]).toEqual([400, expect.stringContaining(expected)]);
  });

  it.each([
    ["PUT", "secrets/F1bonacci66/none/A", { value: "a" }, "the repository does not exist"],
    [
      "PUT",
      "secrets/F1bonacci66/demo/A",
      {},
      "the secret does not exist; send a value to create it",
    ],
    ["DELETE", "secrets/F1bonacci66/demo/A", undefined, "the secret does not exist"],
    ["PATCH", "tokens", { token: "none" }, "the token does not exist"],
    ["POST", "tokens", { token: "x", kind: "oauth", owner: "Nemo" }, "account Nemo does not exist"],
    [
      "POST",
      "accounts",
      { type: "Organization", login: "Pisa", members: { Nemo: "admin" } },
      "account Nemo does not exist",
    ],
    ["PATCH", "organizations/F1bonacci66", {}, "the organization does not exist"],
    ["POST", "packages/F1bonacci66/none", {}, "the package does not exist"],
    ["POST", "latency", {}, "unknown control operation POST latency; available: DELETE faults,"],
  ])("%s %s reports what does not exist", async (method, path, body, expected) => {
    const { status, body: answer } = await github.control(method, path, body);
    expect([status, answer.message]).toEqual([404, expect.stringContaining(expected)]);
  });

  it("is rejected without the key", async () => {
    const path = "/_sandbox/faults";
    expect((await github.ask("GET", path)).status).toBe(403);
    const headers = { "x-sandbox-key": "another" };
    expect((await github.ask("GET", path, { headers })).status).toBe(403);
  });
});

describe("accounts", () => {
  it("are created, and an organization with its members", async () => {
    const login = "Pisa";
    const members = { f1bonacci66: "admin" };
    const account = { type: "Organization", login, members };
    expect((await github.control("POST", "accounts", account)).status).toBe(201);
    expect((await github.control("POST", "accounts", { type: "User", login: "pisa" })).status).toBe(
      409,
    );
    expect(requireOrganization(github.store.world, login).members).toEqual({
      F1bonacci66: "admin",
    });
    const options = { token: ORGANIZATION_TOKEN, body: { name: "tower" } };
    expect((await github.ask("POST", "/orgs/pisa/repos", options)).status).toBe(201);
    expect((await github.control("GET", "accounts")).body).toContainEqual({
      login,
      type: "Organization",
      name: null,
    });
  });
});

describe("tokens", () => {
  it("are added, of any kind", async () => {
    const token = { token: "gho_new", kind: "oauth", owner: "Leonardo", scopes: ["repo"] };
    expect((await github.ask("GET", "/user", { token: token.token })).status).toBe(401);
    expect((await github.control("POST", "tokens", token)).status).toBe(201);
    const { body, headers } = await github.ask("GET", "/user", { token: token.token });
    expect([body.login, headers.get("x-oauth-scopes")]).toEqual(["Leonardo", "repo"]);
    expect((await github.control("POST", "tokens", token)).status).toBe(409);
    expect((await github.control("GET", "tokens")).body).toContainEqual({
      ...token,
      expiresAt: null,
      revoked: false,
    });
  });

  it.each([{ revoked: true }, { expiresAt: "2020-01-01T00:00:00Z" }])(
    "are refused once they are %j, and taken again once they are not",
    async (change) => {
      const token = PUBLISHER_TOKEN;
      await github.control("PATCH", "tokens", { token, ...change });
      expect((await github.ask("GET", "/user", { token })).status).toBe(401);
      await github.control("PATCH", "tokens", { token, revoked: false, expiresAt: null });
      expect((await github.ask("GET", "/user", { token })).status).toBe(200);
    },
  );
});

describe("external changes", () => {
  it("a repository's secret is created, changed, gets another time, and is deleted", async () => {
    const place = "secrets/F1bonacci66/demo/TOKEN";
    await github.control("PUT", place, { value: "one", updatedAt: "2020-01-01T00:00:00Z" });
    const path = `${PATH}/actions/secrets/TOKEN`;
    const { body } = await github.ask("GET", path);
    expect(body).toMatchObject({ name: "TOKEN", updated_at: "2020-01-01T00:00:00Z" });
    expect((await github.control("GET", place)).body).toMatchObject({ opened: "one" });
    await github.control("PUT", place, { updatedAt: "2030-01-01T00:00:00Z" });
    expect((await github.control("GET", place)).body).toMatchObject({
      opened: "one",
      createdAt: "2020-01-01T00:00:00Z",
      updatedAt: "2030-01-01T00:00:00Z",
    });
    expect((await github.control("DELETE", place)).status).toBe(204);
    expect((await github.ask("GET", path)).status).toBe(404);
  });

  it("the content of a Dependabot secret is available here only", async () => {
    const path = `${PATH}/dependabot/secrets`;
    const place = "dependabot-secrets/F1bonacci66/demo/TOKEN";
    expect((await github.control("GET", place)).status).toBe(404);
    const { body } = await github.ask("GET", `${path}/public-key`);
    const { key, key_id } = body as { key: string; key_id: string };
    const sent = { encrypted_value: await seal("hush", key), key_id };
    expect((await github.ask("PUT", `${path}/TOKEN`, { body: sent })).status).toBe(201);
    expect((await github.control("GET", place)).body).toMatchObject({ opened: "hush" });
  });

  it("an organization's secret changes, too", async () => {
    const place = "organization-secrets/Liber-Abaci/TOKEN";
    await github.control("PUT", place, { value: "one", visibility: "private" });
    const path = "/orgs/Liber-Abaci/actions/secrets/TOKEN";
    const options = { token: ORGANIZATION_TOKEN };
    expect((await github.ask("GET", path, options)).body).toMatchObject({ visibility: "private" });
    await github.control("PUT", place, { value: "two" });
    expect((await github.control("GET", place)).body).toMatchObject({
      opened: "two",
      visibility: "private",
    });
    expect((await github.control("DELETE", place)).status).toBe(204);
    expect((await github.ask("GET", path, options)).status).toBe(404);
  });

  it("the named settings of a repository change, and it can be deleted", async () => {
    const place = "repositories/F1bonacci66/demo";
    const { status } = await github.control("PATCH", place, {
      visibility: "private",
      topics: ["other"],
      settings: { description: "by another hand", has_wiki: false },
      actions: { defaultWorkflowPermissions: "write" },
    });
    expect(status).toBe(200);
    expect((await github.ask("GET", PATH)).body).toMatchObject({
      private: true,
      topics: ["other"],
      description: "by another hand",
      has_wiki: false,
      has_issues: true,
    });
    expect((await github.ask("GET", `${PATH}/actions/permissions/workflow`)).body).toEqual({
      default_workflow_permissions: "write",
      can_approve_pull_request_reviews: false,
    });
    expect((await github.control("DELETE", place)).status).toBe(204);
    expect((await github.ask("GET", PATH)).status).toBe(404);
  });

  it("an organization's settings change, and its secrets are not returned", async () => {
    const change = { singleSignOn: true, actions: { defaultWorkflowPermissions: "write" } };
    const { body } = await github.control("PATCH", "organizations/Liber-Abaci", change);
    expect(body).toMatchObject({ ...change, membersCanCreatePackages: true });
    expect(JSON.stringify(body)).not.toMatch(/secrets|key/);
    const denied = await github.ask("GET", "/orgs/Liber-Abaci/actions/secrets/A", {
      token: ORGANIZATION_TOKEN,
    });
    expect([denied.status, denied.body.message]).toEqual([
      403,
      expect.stringContaining("SAML") as string,
    ]);
  });

  it("are kept after a restart", async () => {
    await github.control("PATCH", "repositories/F1bonacci66/demo", { topics: ["kept"] });
    const commit = jest.spyOn(github.store, "commit");
    await github.control("PATCH", "tokens", { token: PUBLISHER_TOKEN, revoked: true });
    await github.control("PUT", "secrets/F1bonacci66/demo/A", { value: "a" });
    await github.control("DELETE", "secrets/F1bonacci66/demo/A");
    await github.control("PATCH", "organizations/Liber-Abaci", { singleSignOn: true });
    await github.control("DELETE", "repositories/F1bonacci66/demo");
    expect(commit).toHaveBeenCalledTimes(5);
  });
});

it("shows the journal of one kind", async () => {
  expect((await github.control("GET", "journal?kind=github")).body).toHaveLength(1);
  expect((await github.control("GET", "journal?kind=registry")).body).toEqual([]);
});
