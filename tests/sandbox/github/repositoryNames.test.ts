import { ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox/seed";
import { addToken } from "../people";
import type { GithubHalf, Reply } from "../world";
import { startGithubHalf } from "../world";

let github: GithubHalf;

beforeEach(async () => {
  github = await startGithubHalf();
});

afterEach(async () => {
  await github.close();
});

function make(name: string, fields: object = {}): Promise<Reply> {
  return github.ask("POST", "/user/repos", { body: { name, ...fields } });
}

async function namesOf(path: string, token?: string | null): Promise<string[]> {
  const { body } = await github.ask("GET", path, token === undefined ? {} : { token });
  return (body as unknown as { name: string }[]).map(({ name }) => name);
}

describe("a repository that should be internal", () => {
  // The words of the provider's own example of it, examples/repository_visibility.
  const message = "Only organizations associated with an enterprise can set visibility to internal";
  const body = { name: "book", private: true, visibility: "internal" };

  it("is rejected, because no organization belongs to an enterprise", async () => {
    const path = "/orgs/Liber-Abaci/repos";
    const made = await github.ask("POST", path, { token: ORGANIZATION_TOKEN, body });
    expect(made).toMatchObject({ status: 422, body: { message } });
    expect(await namesOf(path)).toEqual([]);
  });

  it("is ignored when a user creates it, and rejected in an update", async () => {
    expect(await make("book", body)).toMatchObject({ status: 201, body: { private: true } });
    const path = "/repos/F1bonacci66/book";
    const changed = await github.ask("PATCH", path, { body: { visibility: "internal" } });
    expect(changed).toMatchObject({ status: 422, body: { message } });
    expect(await github.ask("GET", path)).toMatchObject({ body: { visibility: "private" } });
  });
});

describe("lists of repositories", () => {
  it("have pages of thirty, and of a hundred at most, with links to the others", async () => {
    for (let number = 100; number < 205; number++) await make(`r${number}`);
    expect(await namesOf("/user/repos")).toHaveLength(30);
    const first = await github.ask("GET", "/user/repos?per_page=1000");
    expect(first.body).toHaveLength(100);
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const path = next.slice(github.origin.length);
    expect(await namesOf(path)).toEqual(["r200", "r201", "r202", "r203", "r204"]);
    expect((await github.ask("GET", path)).headers.get("link")).not.toContain('rel="next"');
  });

  it("show what is private to its owner with repo only", async () => {
    await make("open");
    await make("hidden", { private: true });
    const { world } = github.store;
    const other = addToken(world, "ghp_other", { owner: "Leonardo", scopes: ["repo"] });
    expect(await namesOf("/user/repos")).toEqual(["hidden", "open"]);
    expect(await namesOf("/user/repos?visibility=private")).toEqual(["hidden"]);
    expect(await namesOf("/user/repos", PUBLISHER_TOKEN)).toEqual(["open"]);
    expect(await namesOf("/user/repos", other)).toEqual([]);
    expect(await namesOf("/users/F1bonacci66/repos", other)).toEqual(["open"]);
    expect(await namesOf("/users/F1bonacci66/repos", null)).toEqual(["open"]);
  });

  it("hold an organization's for its members, unless its owner's alone are asked for", async () => {
    await github.ask("POST", "/orgs/Liber-Abaci/repos", { body: { name: "book", private: true } });
    await make("own");
    const member = addToken(github.store.world, "ghp_m", { owner: "Leonardo", scopes: ["repo"] });
    expect(await namesOf("/user/repos")).toEqual(["own", "book"]);
    expect(await namesOf("/user/repos?affiliation=owner")).toEqual(["own"]);
    expect(await namesOf("/user/repos?sort=full_name&direction=desc")).toEqual(["book", "own"]);
    expect(await namesOf("/user/repos", member)).toEqual(["book"]);
    expect(await namesOf("/orgs/Liber-Abaci/repos?type=public", member)).toEqual([]);
    const both = await github.ask("GET", "/user/repos?type=all&visibility=all");
    expect(both.status).toBe(422);
  });
});

describe("a renamed repository", () => {
  const OLD = "/repos/F1bonacci66/old";
  const rename = (): Promise<Reply> => github.ask("PATCH", OLD, { body: { name: "new" } });
  const raw = (method: string, path: string, token?: string): Promise<Response> =>
    fetch(github.origin + path, {
      method,
      redirect: "manual",
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    });

  it("redirects from its old name: 301 for reads, 307 for writes", async () => {
    const id = String((await make("old")).body.id);
    await rename();
    const read = await raw("GET", `${OLD}/topics?page=2`);
    expect(read.status).toBe(301);
    expect(read.headers.get("location")).toBe(`${github.origin}/repositories/${id}/topics?page=2`);
    expect(await read.json()).toMatchObject({ message: "Moved Permanently" });
    // A client that follows is there.
    expect((await github.ask("GET", OLD)).body.name).toBe("new");
    const written = await github.ask("PUT", `${OLD}/topics`, { body: { names: ["a"] } });
    expect(written.body).toEqual({ names: ["a"] });
    expect((await raw("DELETE", OLD)).status).toBe(307);
  });

  it("does not redirect those who cannot read it, nor once the name is used again", async () => {
    await make("old", { private: true });
    await rename();
    expect((await raw("GET", OLD)).status).toBe(404);
    expect((await raw("GET", OLD, PUBLISHER_TOKEN)).status).toBe(404);
    await make("old");
    expect((await github.ask("GET", OLD)).body.name).toBe("old");
  });
});

describe("references", () => {
  const REFS = "/repos/F1bonacci66/demo/git/refs";
  const sha = async (): Promise<string> => {
    const { body } = await github.ask("GET", "/repos/F1bonacci66/demo/git/ref/heads/main");
    return (body.object as { sha: string }).sha;
  };

  it("are created for a commit, moved forward, and moved back by force", async () => {
    await make("demo", { auto_init: true });
    const first = await sha();
    for (const ref of ["refs/heads/release/1", "refs/tags/1.0"]) {
      const made = await github.ask("POST", REFS, { body: { ref, sha: first } });
      expect([made.status, made.body.ref]).toEqual([201, ref]);
      expect((await github.ask("POST", REFS, { body: { ref, sha: first } })).body.message).toBe(
        "Reference already exists",
      );
    }
    const content = Buffer.from("x").toString("base64");
    const file = "/repos/F1bonacci66/demo/contents/x";
    await github.ask("PUT", file, { body: { message: "m", content } });
    const second = await sha();
    expect((await github.ask("GET", `${file}?ref=1.0`)).status).toBe(404);

    const path = `${REFS}/heads/release/1`;
    const move = (to: string, force?: boolean): Promise<Reply> =>
      github.ask("PATCH", path, { body: { sha: to, force } });
    expect((await move(second)).status).toBe(200);
    expect((await move(first)).body.message).toBe("Update is not a fast forward");
    expect((await move(first, true)).status).toBe(200);
    expect((await github.ask("DELETE", path)).status).toBe(204);
    expect((await github.ask("DELETE", path)).body.message).toBe("Reference does not exist");
  });

  it.each([
    ["heads/x", "Reference name must contain at least three slash-separated components."],
    ["refs/heads/x", "Object does not exist"],
  ])("named %s for a missing object are rejected", async (ref, message) => {
    await make("demo", { auto_init: true });
    const reply = await github.ask("POST", REFS, { body: { ref, sha: "0".repeat(40) } });
    expect([reply.status, reply.body.message]).toEqual([422, message]);
  });

  it("cannot be listed in an empty repository", async () => {
    await make("demo");
    const body = { ref: "refs/heads/x", sha: "0".repeat(40) };
    const reply = await github.ask("POST", REFS, { body });
    expect([reply.status, reply.body.message]).toEqual([409, "Git Repository is empty."]);
  });
});
