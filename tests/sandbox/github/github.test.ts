import { PUBLISHER_TOKEN } from "../../../sandbox/seed";
import { githubForEachTest } from "../world";

const github = githubForEachTest();

describe("tokens", () => {
  it("returns the token's login in its original case, and its scopes", async () => {
    const { status, body, headers } = await github.ask("GET", "/user");
    expect(status).toBe(200);
    expect(body).toMatchObject({ login: "F1bonacci66", type: "User" });
    expect(headers.get("x-oauth-scopes")).toBe("delete_repo, read:packages, repo, workflow");
    expect(headers.get("x-ratelimit-remaining")).toBe("4999");
    expect(headers.get("x-github-request-id")).toMatch(/^[0-9A-F]{16}$/);
  });

  it("answers under /api/v3 as well, with addresses that lead back there", async () => {
    const { body } = await github.ask("GET", "/api/v3/users/f1BONACCI66");
    expect(body.url).toBe(`${github.origin}/api/v3/users/F1bonacci66`);
  });

  it.each([
    ["a wrong token", "ghp_wrong", "Bad credentials"],
    ["an empty token", "", "Bad credentials"],
    ["no token", null, "Requires authentication"],
  ])("refuses %s with 401", async (_what, token, message) => {
    const { status, body } = await github.ask("GET", "/user", { token });
    expect(status).toBe(401);
    expect(body).toMatchObject({ message, status: "401" });
  });

  it("hides a private repository from a token without repo", async () => {
    await github.ask("POST", "/user/repos", { body: { name: "hidden", private: true } });
    const path = "/repos/F1bonacci66/hidden";
    expect((await github.ask("GET", path)).status).toBe(200);
    const { status, body } = await github.ask("GET", path, { token: PUBLISHER_TOKEN });
    expect([status, body.message]).toEqual([404, "Not Found"]);
    expect((await github.ask("GET", path, { token: null })).status).toBe(404);
    const made = await github.ask("POST", "/user/repos", {
      token: PUBLISHER_TOKEN,
      body: { name: "not-mine" },
    });
    expect(made.status).toBe(404);
  });
});

describe("repositories", () => {
  it("creates one with the given settings and GitHub's defaults for the rest", async () => {
    const { status, body } = await github.ask("POST", "/user/repos", {
      body: { name: "Demo", description: "d", visibility: "private", has_wiki: false },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: "Demo",
      full_name: "F1bonacci66/Demo",
      private: true,
      visibility: "private",
      description: "d",
      has_wiki: false,
      has_issues: true,
      allow_merge_commit: true,
      default_branch: "main",
      html_url: "https://github.com/F1bonacci66/Demo",
      url: `${github.origin}/repos/F1bonacci66/Demo`,
    });
  });

  it("rejects a name that exists, in any case, with GitHub's message", async () => {
    await github.ask("POST", "/user/repos", { body: { name: "demo" } });
    const { status, body } = await github.ask("POST", "/user/repos", { body: { name: "DEMO" } });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      message: "Repository creation failed.",
      errors: [
        {
          resource: "Repository",
          code: "custom",
          field: "name",
          message: "name already exists on this account",
        },
      ],
    });
    expect(github.store.world.repositories).toHaveLength(1);
  });

  it("finds a repository by the name that GitHub's rules changed", async () => {
    const made = await github.ask("POST", "/user/repos", { body: { name: "my demo" } });
    expect(made.body.name).toBe("my-demo");
    expect((await github.ask("POST", "/user/repos", { body: { name: "my!demo" } })).status).toBe(
      422,
    );
    await github.ask("POST", "/user/repos", { body: { name: "other" } });
    const renamed = await github.ask("PATCH", "/repos/F1bonacci66/other", {
      body: { name: "My demo" },
    });
    expect(renamed.status).toBe(422);
    expect(github.store.world.repositories.map(({ name }) => name)).toEqual(["my-demo", "other"]);
  });

  it("finds nothing under a name with an invalid escape", async () => {
    expect((await github.ask("GET", "/repos/F1bonacci66/de%zzmo")).status).toBe(404);
  });
});

describe("a repository", () => {
  const path = "/repos/f1bonacci66/demo";

  beforeEach(async () => {
    await github.ask("POST", "/user/repos", { body: { name: "demo", visibility: "private" } });
  });

  it("changes settings, topics and alerts, and keeps them", async () => {
    const changed = await github.ask("PATCH", path, { body: { homepage: "https://x.example" } });
    expect(changed.body.homepage).toBe("https://x.example");
    const removed = await github.ask("PATCH", path, { body: { homepage: "" } });
    expect(removed.body.homepage).toBeNull();
    await github.ask("PATCH", path, { body: { homepage: "https://x.example" } });
    const topics = await github.ask("PUT", `${path}/topics`, { body: { names: ["a", "b"] } });
    expect(topics.body).toEqual({ names: ["a", "b"] });
    const invalid = await github.ask("PUT", `${path}/topics`, { body: { names: ["A b"] } });
    expect(invalid.status).toBe(422);
    expect((await github.ask("GET", `${path}/vulnerability-alerts`)).status).toBe(404);
    expect((await github.ask("PUT", `${path}/vulnerability-alerts`)).status).toBe(204);
    expect((await github.ask("GET", `${path}/vulnerability-alerts`)).status).toBe(204);
    expect((await github.ask("GET", path)).body).toMatchObject({
      homepage: "https://x.example",
      topics: ["a", "b"],
    });
  });

  it("accepts the current visibility, and changes it to the other", async () => {
    const same = await github.ask("PATCH", path, { body: { visibility: "private" } });
    expect([same.status, same.body.visibility]).toEqual([200, "private"]);
    const other = await github.ask("PATCH", path, { body: { visibility: "public" } });
    expect([other.status, other.body.private]).toEqual([200, false]);
    expect((await github.ask("GET", path, { token: null })).status).toBe(200);
  });

  it("rejects changes once archived", async () => {
    await github.ask("PATCH", path, { body: { archived: true } });
    const { status, body } = await github.ask("PUT", `${path}/topics`, { body: { names: [] } });
    expect(status).toBe(403);
    expect(body.message).toBe("Repository was archived so is read-only.");
  });

  it("deletes only for a token with delete_repo, and then it is gone", async () => {
    const token = github.store.world.tokens[0];
    Object.assign(token ?? {}, { scopes: ["repo"] });
    const refused = await github.ask("DELETE", path);
    expect(refused.status).toBe(403);
    expect(refused.body.message).toBe("Must have admin rights to Repository.");
    Object.assign(token ?? {}, { scopes: ["repo", "delete_repo"] });
    expect((await github.ask("DELETE", path)).status).toBe(204);
    expect((await github.ask("GET", path)).status).toBe(404);
  });

  it("answers 304 to a current entity tag, and not after a change", async () => {
    const tag = (await github.ask("GET", path)).headers.get("etag") ?? "";
    const headers = { "If-None-Match": tag };
    expect(tag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    expect((await github.ask("GET", path, { headers })).status).toBe(304);
    await github.ask("PATCH", path, { body: { description: "new" } });
    expect((await github.ask("GET", path, { headers })).status).toBe(200);
  });
});

describe("the journal", () => {
  it("names operations and accounts, marks unknown paths, and contains no token", async () => {
    await github.ask("GET", "/repos/F1bonacci66/none?secret=1");
    await github.ask("PATCH", "/users/F1bonacci66/packages/container/x");
    await github.ask("GET", `/applications/${PUBLISHER_TOKEN}`);
    expect(github.journal.read()).toEqual([
      {
        when: expect.stringMatching(/^\d{4}-/) as string,
        kind: "github",
        method: "GET",
        path: "/repos/F1bonacci66/none",
        status: 404,
        operation: "repos/get",
        account: "F1bonacci66",
        unrouted: false,
        durationMilliseconds: expect.any(Number) as number,
        fault: null,
        misfits: { request: ["/query must NOT have additional properties (secret)"], response: [] },
      },
      expect.objectContaining({ method: "PATCH", status: 404, unrouted: true }),
      expect.objectContaining({ path: "/applications/***", status: 404, unrouted: true }),
    ]);
    expect(JSON.stringify(github.journal.read())).not.toContain("ghp_");
    github.journal.clear();
    expect(github.journal.read()).toEqual([]);
  });
});
