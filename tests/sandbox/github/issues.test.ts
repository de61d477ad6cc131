import type { Token } from "../../../sandbox/world/world";
import { addToken, listErrors, makeRepository } from "../people";
import type { Reply } from "../world";
import { githubForEachTest } from "../world";

const ROOT = "/repos/F1bonacci66/demo";
const WORKFLOW = "ghs_sandboxWorkflow0000000000000000000000000";
const READER = "ghp_reader";

const github = githubForEachTest();
let repositoryId: number;

beforeEach(async () => {
  const fields = { name: "demo", visibility: "private", auto_init: true };
  repositoryId = await makeRepository(github, null, fields);
});

/** Adds a workflow's token with these permissions, and returns its value. */
function addWorkflowToken(permissions: NonNullable<Token["permissions"]>): string {
  const { world } = github.store;
  world.tokens = world.tokens.filter(({ token }) => token !== WORKFLOW);
  return addToken(world, WORKFLOW, { kind: "actions", repositoryId, permissions });
}

function createIssue(fields: object, token?: string): Promise<Reply> {
  const body = { title: "t", ...fields };
  return github.ask("POST", `${ROOT}/issues`, { body, token });
}

async function openPull(): Promise<number> {
  const main = await github.ask("GET", `${ROOT}/git/ref/heads/main`);
  const { sha } = main.body.object as { sha: string };
  await github.ask("POST", `${ROOT}/git/refs`, { body: { ref: "refs/heads/next", sha } });
  const content = Buffer.from("a").toString("base64");
  const file = { message: "m", content, branch: "next" };
  await github.ask("PUT", `${ROOT}/contents/a`, { body: file });
  const body = { title: "p", head: "next", base: "main" };
  const made = await github.ask("POST", `${ROOT}/pulls`, { body });
  expect(made.status).toBe(201);
  return made.body.number as number;
}

function createComment(number: number, body: unknown, token?: string): Promise<Reply> {
  const path = `${ROOT}/issues/${number}/comments`;
  return github.ask("POST", path, { body: { body }, token });
}

describe("issues", () => {
  it("are opened, changed, closed and opened again", async () => {
    const made = await createIssue({ body: "b" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ number: 1, title: "t", body: "b", state: "open", state_reason: null, comments: 0 },
      ...{ user: { login: "F1bonacci66" }, closed_at: null },
      html_url: "https://github.com/F1bonacci66/demo/issues/1",
    });
    const patch = (body: object): Promise<Reply> =>
      github.ask("PATCH", `${ROOT}/issues/1`, { body });
    expect((await patch({ title: "u" })).body).toMatchObject({ title: "u", body: "b" });
    const closed = await patch({ state: "closed" });
    expect(closed.body).toMatchObject({ state: "closed", state_reason: "completed" });
    expect(closed.body.closed_at).toEqual(expect.any(String));
    const again = await patch({ state: "open" });
    expect(again.body).toMatchObject({ state_reason: "reopened", closed_at: null });
    expect((await github.ask("PATCH", `${ROOT}/issues/2`, { body: {} })).status).toBe(404);
  });

  it("are listed in pages, the newest first, with pull requests among them", async () => {
    await createIssue({});
    const number = await openPull();
    expect(number).toBe(2);
    await createIssue({}, addWorkflowToken({ issues: "write" }));
    await github.ask("PATCH", `${ROOT}/issues/1`, { body: { state: "closed" } });
    const list = async (query: string): Promise<[number, boolean][]> => {
      const { body } = await github.ask("GET", `${ROOT}/issues?${query}`);
      const all = body as unknown as { number: number; pull_request?: object }[];
      return all.map((each) => [each.number, each.pull_request !== undefined]);
    };
    expect(await list("")).toEqual([
      [3, false],
      [2, true],
    ]);
    expect(await list("state=all&direction=asc&per_page=2")).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await list("state=closed")).toEqual([[1, false]]);
    expect(await list("creator=github-actions%5Bbot%5D")).toEqual([[3, false]]);
    const { headers } = await github.ask("GET", `${ROOT}/issues?per_page=1`);
    expect(headers.get("link")).toContain('rel="next"');
  });

  it.each([
    ["no title", { title: undefined }, "title missing_field"],
    ["a state that there is not", { state: "shut" }, "state invalid"],
    [
      "more than GitHub takes",
      { body: "x".repeat(65_537) },
      "body is too long (maximum is 65536 characters)",
    ],
  ])("reject %s", async (what, fields, response) => {
    const entries = github.journal.read().length;
    expect(listErrors(await createIssue(fields))).toEqual([422, response]);
    // The journal records violations of GitHub's description.
    const misfits = github.journal.read().slice(entries);
    expect(misfits.some(({ misfits }) => misfits.request.length > 0)).toBe(what === "no title");
    github.journal.clear();
  });

  it("can be disabled, and pull requests still have comments", async () => {
    const number = await openPull();
    await github.ask("PATCH", ROOT, { body: { has_issues: false } });
    expect(listErrors(await createIssue({}))).toEqual([410, "Issues are disabled for this repo"]);
    expect((await github.ask("GET", `${ROOT}/issues`)).status).toBe(410);
    expect((await createComment(number, "c")).status).toBe(201);
  });
});

describe("comments", () => {
  it("belong to an issue or a pull request, in order, and can be changed", async () => {
    await createIssue({});
    const number = await openPull();
    const first = await createComment(number, "one");
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ body: "one", user: { login: "F1bonacci66" } });
    await createComment(1, "elsewhere");
    await createComment(number, "two");
    const id = String(first.body.id);
    const path = `${ROOT}/issues/comments/${id}`;
    const changed = await github.ask("PATCH", path, { body: { body: "three" } });
    expect(changed.status).toBe(200);
    const { body } = await github.ask("GET", `${ROOT}/issues/${number}/comments`);
    expect(body).toMatchObject([{ body: "three" }, { body: "two" }]);
    expect(first.body).toMatchObject({
      html_url: `https://github.com/F1bonacci66/demo/pull/2#issuecomment-${id}`,
    });
    expect((await github.ask("GET", `${ROOT}/pulls/2`)).body).toMatchObject({ comments: 2 });
    expect((await createComment(9, "c")).status).toBe(404);
    const none = await github.ask("PATCH", `${ROOT}/issues/comments/9`, { body: { body: "c" } });
    expect(none.status).toBe(404);
  });

  it("have a body that is neither empty nor longer than GitHub's limit", async () => {
    await createIssue({});
    expect((await createComment(1, "x".repeat(65_536))).status).toBe(201);
    expect(listErrors(await createComment(1, "x".repeat(65_537)))).toEqual([
      422,
      "Body is too long (maximum is 65536 characters)",
    ]);
    expect(listErrors(await createComment(1, ""))).toEqual([422, "Body cannot be blank"]);
  });

  it("can be written by a workflow with the permission for the issue or pull request", async () => {
    await createIssue({});
    const number = await openPull();
    const denied = [403, "Resource not accessible by integration"];
    const ofPulls = addWorkflowToken({ pull_requests: "write" });
    const made = await createComment(number, "c", ofPulls);
    expect(made.body).toMatchObject({ user: { login: "github-actions[bot]", type: "Bot" } });
    expect(made.headers.get("x-accepted-github-permissions")).toBe(
      "issues=write; pull_requests=write",
    );
    expect(listErrors(await createComment(1, "c", ofPulls))).toEqual(denied);
    const ofIssues = addWorkflowToken({ issues: "write" });
    expect((await createComment(1, "c", ofIssues)).status).toBe(201);
    expect(listErrors(await createComment(number, "c", ofIssues))).toEqual(denied);
    const path = `${ROOT}/issues/comments/${String(made.body.id)}`;
    const other = { token: ofIssues, body: { body: "d" } };
    expect(listErrors(await github.ask("PATCH", path, other))).toEqual(denied);
    const little: NonNullable<Token["permissions"]>[] = [
      {},
      { contents: "write" },
      { issues: "read" },
    ];
    for (const permissions of little) {
      const token = addWorkflowToken(permissions);
      expect(listErrors(await createComment(1, "c", token))).toEqual(denied);
      expect(listErrors(await createIssue({}, token))).toEqual(denied);
    }
    const reads = { token: addWorkflowToken({ issues: "read" }) };
    expect((await github.ask("GET", `${ROOT}/issues/1/comments`, reads)).status).toBe(200);
    expect((await github.ask("GET", `${ROOT}/issues/2/comments`, reads)).status).toBe(403);
  });

  it("are hidden with the repository, and open with it", async () => {
    await createIssue({});
    const token = addToken(github.store.world, READER, { owner: "Leonardo", scopes: ["repo"] });
    expect((await createComment(1, "c", token)).status).toBe(404);
    await github.ask("PATCH", ROOT, { body: { visibility: "public" } });
    expect((await createComment(1, "c", token)).status).toBe(201);
    const { status } = await github.ask("PATCH", `${ROOT}/issues/1`, {
      token,
      body: { title: "mine" },
    });
    expect(status).toBe(403);
    const anyWorkflow = { token: addWorkflowToken({}) };
    expect((await github.ask("GET", `${ROOT}/issues/1/comments`, anyWorkflow)).status).toBe(200);
  });
});
