import { ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox/seed";
import { addToken } from "../people";
import type { Reply } from "../world";
import { githubForEachTest } from "../world";

const github = githubForEachTest();

function createRepository(name: string, fields: object = {}): Promise<Reply> {
  return github.ask("POST", "/user/repos", { body: { name, ...fields } });
}

async function listNames(path: string, token?: string | null): Promise<string[]> {
  const { body } = await github.ask("GET", path, { token });
  return (body as unknown as { name: string }[]).map(({ name }) => name);
}

describe("a repository that should be internal", () => {
  // As in the provider's example, examples/repository_visibility.
  const message = "Only organizations associated with an enterprise can set visibility to internal";
  const body = { name: "book", private: true, visibility: "internal" };

  it("is rejected, because no organization belongs to an enterprise", async () => {
    const path = "/orgs/Liber-Abaci/repos";
    const made = await github.ask("POST", path, { token: ORGANIZATION_TOKEN, body });
    expect(made).toMatchObject({ status: 422, body: { message } });
    expect(await listNames(path)).toEqual([]);
  });

  it("is ignored when a user creates it, and rejected in an update", async () => {
    expect(await createRepository("book", body)).toMatchObject({
      status: 201,
      body: { private: true },
    });
    const path = "/repos/F1bonacci66/book";
    const changed = await github.ask("PATCH", path, { body: { visibility: "internal" } });
    expect(changed).toMatchObject({ status: 422, body: { message } });
    expect(await github.ask("GET", path)).toMatchObject({ body: { visibility: "private" } });
  });
});

describe("lists of repositories", () => {
  it("have pages of thirty, and of a hundred at most, with links to the others", async () => {
    for (let number = 100; number < 205; number++) await createRepository(`r${number}`);
    expect(await listNames("/user/repos")).toHaveLength(30);
    const first = await github.ask("GET", "/user/repos?per_page=1000");
    expect(first.body).toHaveLength(100);
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const path = next.slice(github.origin.length);
    expect(await listNames(path)).toEqual(["r200", "r201", "r202", "r203", "r204"]);
    expect((await github.ask("GET", path)).headers.get("link")).not.toContain('rel="next"');
  });

  it("show what is private to its owner with repo only", async () => {
    await createRepository("open");
    await createRepository("hidden", { private: true });
    const { world } = github.store;
    const other = addToken(world, "ghp_other", { owner: "Leonardo", scopes: ["repo"] });
    expect(await listNames("/user/repos")).toEqual(["hidden", "open"]);
    expect(await listNames("/user/repos?visibility=private")).toEqual(["hidden"]);
    expect(await listNames("/user/repos", PUBLISHER_TOKEN)).toEqual(["open"]);
    expect(await listNames("/user/repos", other)).toEqual([]);
    expect(await listNames("/users/F1bonacci66/repos", other)).toEqual(["open"]);
    expect(await listNames("/users/F1bonacci66/repos", null)).toEqual(["open"]);
  });

  it("hold an organization's for its members, unless its owner's alone are asked for", async () => {
    for (const name of ["art", "book"]) {
      await github.ask("POST", "/orgs/Liber-Abaci/repos", { body: { name, private: true } });
    }
    await createRepository("own");
    const member = addToken(github.store.world, "ghp_m", { owner: "Leonardo", scopes: ["repo"] });
    expect(await listNames("/user/repos")).toEqual(["own", "art", "book"]);
    expect(await listNames("/user/repos?affiliation=owner")).toEqual(["own"]);
    expect(await listNames("/user/repos", member)).toEqual(["art", "book"]);
    // The newest first.
    expect(await listNames("/orgs/Liber-Abaci/repos", member)).toEqual(["book", "art"]);
  });
});

describe("a renamed repository", () => {
  const OLD = "/repos/F1bonacci66/old";
  const rename = (): Promise<Reply> => github.ask("PATCH", OLD, { body: { name: "new" } });
  const fetchWithoutRedirect = (method: string, path: string, token?: string): Promise<Response> =>
    fetch(github.origin + path, {
      method,
      redirect: "manual",
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    });

  it("redirects from its old name: 301 for reads, 307 for writes", async () => {
    const id = String((await createRepository("old")).body.id);
    await rename();
    const read = await fetchWithoutRedirect("GET", `${OLD}/topics?page=2`);
    expect(read.status).toBe(301);
    expect(read.headers.get("location")).toBe(`${github.origin}/repositories/${id}/topics?page=2`);
    expect(await read.json()).toMatchObject({ message: "Moved Permanently" });
    // A client that follows redirects gets there.
    expect((await github.ask("GET", OLD)).body.name).toBe("new");
    const written = await github.ask("PUT", `${OLD}/topics`, { body: { names: ["a"] } });
    expect(written.body).toEqual({ names: ["a"] });
    expect((await fetchWithoutRedirect("DELETE", OLD)).status).toBe(307);
  });

  it("does not redirect those who cannot read it, nor once the name is used again", async () => {
    await createRepository("old", { private: true });
    await rename();
    expect((await fetchWithoutRedirect("GET", OLD)).status).toBe(404);
    expect((await fetchWithoutRedirect("GET", OLD, PUBLISHER_TOKEN)).status).toBe(404);
    await createRepository("old");
    expect((await github.ask("GET", OLD)).body.name).toBe("old");
  });
});

describe("references", () => {
  const REFS = "/repos/F1bonacci66/demo/git/refs";
  const readSha = async (): Promise<string> => {
    const { body } = await github.ask("GET", "/repos/F1bonacci66/demo/git/ref/heads/main");
    return (body.object as { sha: string }).sha;
  };

  it("are created for a commit, and deleted", async () => {
    await createRepository("demo", { auto_init: true });
    const first = await readSha();
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
    expect((await github.ask("GET", `${file}?ref=1.0`)).status).toBe(404);
    const path = `${REFS}/heads/release/1`;
    expect((await github.ask("DELETE", path)).status).toBe(204);
    expect((await github.ask("DELETE", path)).body.message).toBe("Reference does not exist");
  });

  it.each([
    ["heads/x", "Reference name must contain at least three slash-separated components."],
    ["refs/heads/x", "Object does not exist"],
  ])("named %s for a missing object are rejected", async (ref, message) => {
    await createRepository("demo", { auto_init: true });
    const reply = await github.ask("POST", REFS, { body: { ref, sha: "0".repeat(40) } });
    expect([reply.status, reply.body.message]).toEqual([422, message]);
  });

  it("cannot be listed in an empty repository", async () => {
    await createRepository("demo");
    const body = { ref: "refs/heads/x", sha: "0".repeat(40) };
    const reply = await github.ask("POST", REFS, { body });
    expect([reply.status, reply.body.message]).toEqual([409, "Git Repository is empty."]);
  });
});
