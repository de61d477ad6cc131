import { GitHubClient } from "../../../core/github/client";
import { PackagesClient } from "../../../core/github/packages";
import { recordPush } from "../../../sandbox/registry/packages";
import { ORGANIZATION_TOKEN } from "../../../sandbox/seed";
import type { World } from "../../../sandbox/world/world";
import { addToken, makeRepository } from "../../sandbox/people";
import { githubForEachTest } from "../../sandbox/world";
import { answer, fakeRegistryForEachTest } from "../registry/fakeRegistry";

const user = "F1bonacci66";
const group = "Liber-Abaci";

function packagesAt(baseUrl: string, token: string): PackagesClient {
  return new PackagesClient(new GitHubClient({ baseUrl, token, secondMilliseconds: 1 }));
}

describe("packages in the sandbox", () => {
  // It fails if a request or an answer does not match GitHub's description.
  const github = githubForEachTest();
  let world: World;

  beforeEach(() => {
    ({ world } = github.store);
  });

  const push = (owner: string, name: string, tag: string | null, source: string | null): void => {
    const image = { owner: owner.toLowerCase(), name };
    recordPush(world, image, { digest: `sha256:${name}-${tag ?? ""}`, tag, source }, null);
  };
  const requestedPaths = (): string[] =>
    github.journal.read().flatMap(({ method, path }) => (method === "GET" ? [path] : []));
  const packages = (token = ORGANIZATION_TOKEN): PackagesClient => packagesAt(github.origin, token);

  it("have a visibility, link and page, with nested names too", async () => {
    await makeRepository(github, null, { name: "demo" });
    push(user, "demo/api", "1", `https://github.com/${user}/demo`);
    expect(await packages().read(user, "demo/api")).toEqual({
      outcome: "found",
      package: {
        name: "demo/api",
        owner: user,
        visibility: "private",
        repository: `${user}/demo`,
        versionCount: 1,
        address: `https://github.com/users/${user}/packages/container/package/demo%2Fapi`,
      },
    });
    expect(requestedPaths()).toContain("/user/packages/container/demo%2Fapi");
  });

  it("of an organization are read, unlinked too, and the account is requested once", async () => {
    push(group, "web", "1", null);
    const client = packages();
    for (const owner of [group, group.toLowerCase()]) {
      expect(await client.read(owner, "web")).toMatchObject({
        outcome: "found",
        package: { owner: group, visibility: "private", repository: null },
      });
    }
    expect(requestedPaths().map((path) => path.toLowerCase())).toEqual([
      "/user",
      "/users/liber-abaci",
      "/orgs/liber-abaci/packages/container/web",
      "/orgs/liber-abaci/packages/container/web",
    ]);
  });

  it("are listed a hundred at a time, the private ones too", async () => {
    for (let index = 0; index < 130; index += 1) push(user, `image-${index}`, "1", null);
    const list = await packages().readAll(user);
    expect(list).toMatchObject({ outcome: "found", isPartial: false });
    expect(list.outcome === "found" && new Set(list.packages.map(({ name }) => name)).size).toBe(
      130,
    );
    expect(requestedPaths().filter((path) => path.includes("packages"))).toHaveLength(2);
  });

  it.each([user, group])("of %s have versions with tags", async (owner) => {
    push(owner, "demo/api", "1", null);
    push(owner, "demo/api", null, null);
    expect(await packages().readVersions(owner, "demo/api")).toMatchObject({
      outcome: "found",
      versions: [
        { digest: "sha256:demo/api-", tags: [] },
        { digest: "sha256:demo/api-1", tags: ["1"] },
      ],
    });
  });

  it("of another user are requested as GitHub describes it", async () => {
    push(user, "open", "1", null);
    for (const one of world.packages) one.visibility = "public";
    const other = addToken(world, "ghp_othersotherothersother", {
      owner: "somebody",
      scopes: ["read:packages"],
    });
    world.accounts.push({
      ...world.accounts[0],
      login: "somebody",
      id: 99,
    } as World["accounts"][0]);
    const client = packages(other);
    expect(await client.read(user, "open")).toMatchObject({ outcome: "found" });
    expect(await client.readVersions(user, "open")).toMatchObject({ outcome: "found" });
    expect(await client.readAll(user)).toMatchObject({ outcome: "found" });
  });

  it("that are absent or hidden cannot be distinguished", async () => {
    expect(await packages().read(user, "none")).toEqual({
      outcome: "absent or hidden",
      response: "Package not found.",
    });
    expect(await packages().read("nobody-at-all", "none")).toMatchObject({
      outcome: "absent or hidden",
    });
  });

  it("are refused with GitHub's message if the scope is missing", async () => {
    const poor = addToken(world, "ghp_poorpoorpoorpoorpoor", { owner: user, scopes: ["repo"] });
    expect(await packages(poor).read(user, "demo")).toEqual({
      outcome: "refused",
      status: 403,
      response: "You need at least read:packages scope to get a package.",
    });
    expect(await packages(poor).readAll(user)).toMatchObject({ outcome: "refused", status: 403 });
  });

  it("cannot be listed by a workflow, which GitHub answers with 400", async () => {
    const actions = addToken(world, "ghs_workflowworkflowworkflow", {
      kind: "actions",
      owner: "github-actions[bot]",
      permissions: { packages: "read" },
    });
    const answers = await packages(actions).readAll(user);
    expect(answers).toEqual({ outcome: "refused", status: 400, response: "Invalid argument." });
  });
});

describe("packages from an odd server", () => {
  const server = fakeRegistryForEachTest();

  const client = (): PackagesClient =>
    packagesAt(`http://${server.host}`, "ghp_exampleexampleexampleexample");
  const play = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    server.handle = (request, response) => {
      const isUser = request.url === "/user";
      const responseBody = isUser ? { login: user } : body;
      const json = { "content-type": "application/json" };
      answer(response, isUser ? 200 : status, JSON.stringify(responseBody), {
        ...json,
        ...headers,
      });
    };
  };

  it("are partial if single sign-on omits some", async () => {
    play(200, [], { "X-GitHub-SSO": "partial-results; organizations=1,2" });
    expect(await client().readAll(user)).toEqual({
      outcome: "found",
      packages: [],
      isPartial: true,
    });
  });

  it("are refused with the way to authorize the token", async () => {
    const message = "Resource protected by organization SAML enforcement.";
    play(403, { message }, { "X-GitHub-SSO": "required; url=https://github.com/orgs/x/sso" });
    expect(await client().read(user, "a")).toEqual({
      outcome: "refused",
      status: 403,
      response: `${message} (required; url=https://github.com/orgs/x/sso)`,
    });
  });

  it.each([
    ["a text", "hello"],
    ["null", null],
    ["a list", [1]],
    ["another thing", { name: "a", visibility: "secret", html_url: "x" }],
  ])("are unknown after %s", async (_what, body) => {
    play(200, body);
    const nonsense = "GitHub's response does not match its API description";
    const why = Array.isArray(body) ? nonsense : `${server.host}: the response is not a list`;
    const expected = { outcome: "unknown", why: nonsense };
    expect(await client().read(user, "a")).toEqual(expected);
    expect(await client().readVersions(user, "a")).toEqual({ ...expected, why });
    expect(await client().readAll(user)).toEqual({ ...expected, why });
  });

  it("are unknown if the server fails, and a rate limit is not a refusal", async () => {
    play(500, { message: "oops" });
    const why = "GitHub answered 500: oops";
    expect(await client().read(user, "a")).toEqual({ outcome: "unknown", why });
    play(403, { message: "API rate limit exceeded" }, { "retry-after": "900" });
    expect(await client().read(user, "a")).toMatchObject({ outcome: "unknown" });
  });
});
