import { SEED_ORGANIZATION } from "../../../sandbox/seed";
import type { Token } from "../../../sandbox/world/world";
import { addToken, makeRepository } from "../people";
import { githubForEachTest } from "../world";

const github = githubForEachTest();
let repository: number;

beforeEach(async () => {
  repository = await makeRepository(github, SEED_ORGANIZATION, { name: "demo", private: true });
});

describe("the headers of a token", () => {
  const readHeaders = async (change: Partial<Token>, path = "/repos/Liber-Abaci/demo") => {
    const value = addToken(github.store.world, "ghx_headers", change);
    const reply = await github.ask("GET", path, { token: value });
    return [
      reply.headers.get("x-oauth-scopes"),
      reply.headers.get("x-accepted-oauth-scopes"),
      reply.headers.get("x-accepted-github-permissions"),
      reply.headers.get("github-authentication-token-expiration"),
    ];
  };
  const expiresAt = "2099-09-03T02:34:04Z";
  const expiry = "2099-09-03 02:34:04 UTC";
  const none = [null, null, null, null];

  it.each<[string, Partial<Token>, (string | null)[]]>([
    ["classic", { scopes: ["repo", "gist"], expiresAt }, ["repo, gist", "repo", null, expiry]],
    ["classic without scopes", { scopes: [] }, ["", "repo", null, null]],
    ["OAuth", { kind: "oauth", scopes: ["repo"] }, ["repo", "repo", null, null]],
    ["fine-grained", { kind: "fine-grained", expiresAt }, [null, null, null, expiry]],
    [
      "fine-grained with permissions",
      { kind: "fine-grained", permissions: { contents: "read" } },
      [null, null, "metadata=read", null],
    ],
    ["Actions", { kind: "actions", expiresAt }, [null, null, "metadata=read", null]],
    ["App user", { kind: "app-user" }, none],
    ["App user, whatever is noted", { kind: "app-user", scopes: ["repo"] }, none],
  ])("are of its kind: %s", async (_kind, change, expected) => {
    expect(await readHeaders(change)).toEqual(expected);
  });
});

describe("permissions instead of scopes", () => {
  it.each<[string, Partial<Token>, string]>([
    ["an Actions token", { kind: "actions" }, "Resource not accessible by integration"],
    [
      "a fine-grained token",
      { kind: "fine-grained", permissions: { contents: "write" } },
      "Resource not accessible by personal access token",
    ],
  ])("refuse %s what it was not granted", async (_what, change, message) => {
    const bound = { repositoryId: repository, ...change };
    const token = addToken(github.store.world, "ghx_bound", bound);
    const path = "/repos/Liber-Abaci/demo/actions/secrets";
    const { status, body } = await github.ask("GET", path, { token });
    expect([status, body.message]).toEqual([403, message]);
  });

  it("distinguish the secrets of Dependabot and Actions", async () => {
    const token = addToken(github.store.world, "github_pat_bot", {
      repositoryId: repository,
      ...{ kind: "fine-grained", permissions: { dependabot_secrets: "read" } },
    });
    const requests = ["dependabot", "actions"].map(async (area) => {
      const path = `/repos/Liber-Abaci/demo/${area}/secrets`;
      return (await github.ask("GET", path, { token })).status;
    });
    expect(await Promise.all(requests)).toEqual([200, 403]);
  });

  it("let a job write contents, but no workflow", async () => {
    const permissions = { contents: "write" } as const;
    const change: Partial<Token> = { kind: "actions", repositoryId: repository, permissions };
    const token = addToken(github.store.world, "ghs_job", change);
    const root = "/repos/Liber-Abaci/demo/contents";
    const body = { message: "m", content: "" };
    expect((await github.ask("PUT", `${root}/a.txt`, { token, body })).status).toBe(201);
    const workflow = `${root}/.github/workflows/a.yaml`;
    expect((await github.ask("PUT", workflow, { token, body })).status).toBe(404);
  });
});
