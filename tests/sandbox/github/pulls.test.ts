import { addToken, listErrors } from "../people";
import type { Reply } from "../world";
import { githubForEachTest } from "../world";

const ROOT = "/repos/F1bonacci66/demo";
const encode = (text: string): string => Buffer.from(text).toString("base64");

const github = githubForEachTest({ visibility: "private", auto_init: true });

async function createBranch(name: string): Promise<Reply> {
  const main = await github.ask("GET", `${ROOT}/git/ref/heads/main`);
  const { sha } = main.body.object as { sha: string };
  return github.ask("POST", `${ROOT}/git/refs`, { body: { ref: `refs/heads/${name}`, sha } });
}

async function writeFile(path: string, text: string, on: string): Promise<Reply> {
  const content = await github.ask("GET", `${ROOT}/contents/${path}?ref=${on}`);
  const sha = content.status === 200 ? { sha: content.body.sha } : {};
  const body = { message: "m", content: encode(text), branch: on, ...sha };
  return github.ask("PUT", `${ROOT}/contents/${path}`, { body });
}

async function openPull(head: string, token?: string): Promise<Reply> {
  const body = { title: "t", head, base: "main" };
  return github.ask("POST", `${ROOT}/pulls`, { body, token });
}

async function branchExists(name: string): Promise<boolean> {
  return (await github.ask("GET", `${ROOT}/branches/${name}`)).status === 200;
}

it("opens one pull request for the commits that the base does not have", async () => {
  expect((await createBranch("next")).status).toBe(201);
  expect(listErrors(await openPull("next"))).toEqual([422, "No commits between main and next"]);
  expect(listErrors(await openPull("none"))).toEqual([422, "head invalid"]);
  expect((await writeFile("a", "one", "next")).status).toBe(201);
  const made = await openPull("F1bonacci66:next");
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...{ number: 1, state: "open", merged: false, mergeable: true, commits: 1, changed_files: 1 },
    head: { ref: "next", label: "F1bonacci66:next" },
  });
  expect(listErrors(await openPull("next"))).toEqual([
    422,
    "A pull request already exists for F1bonacci66:next.",
  ]);
});

it("merges, and a merged branch has no more commits", async () => {
  await createBranch("next");
  await writeFile("a", "one", "next");
  await openPull("next");
  await writeFile("b", "two", "main");
  const merged = await github.ask("PUT", `${ROOT}/pulls/1/merge`, { body: {} });
  expect(merged.body).toMatchObject({ merged: true });
  expect((await github.ask("GET", `${ROOT}/contents/a`)).status).toBe(200);
  expect((await github.ask("GET", `${ROOT}/contents/b`)).status).toBe(200);
  const pull = await github.ask("GET", `${ROOT}/pulls/1`);
  expect(pull.body).toMatchObject({ state: "closed", merged: true, head: { ref: "next" } });
  expect(await branchExists("next")).toBe(true);
  expect(listErrors(await openPull("next"))).toEqual([422, "No commits between main and next"]);
  expect((await github.ask("PUT", `${ROOT}/pulls/1/merge`, { body: {} })).status).toBe(405);
  // Closing a merged pull request changes nothing; reopening it is refused.
  const patch = (state: string): Promise<Reply> =>
    github.ask("PATCH", `${ROOT}/pulls/1`, { body: { state } });
  expect((await patch("closed")).body).toMatchObject({ state: "closed", merged: true });
  expect(listErrors(await patch("open"))).toEqual([422, "state invalid"]);
});

it("deletes a merged branch if the setting says so, and keeps the commit", async () => {
  await github.ask("PATCH", ROOT, { body: { delete_branch_on_merge: true } });
  await createBranch("next");
  const { commit } = (await writeFile("a", "one", "next")).body as { commit: { sha: string } };
  await openPull("next");
  await github.ask("PUT", `${ROOT}/pulls/1/merge`, { body: { merge_method: "squash" } });
  expect(await branchExists("next")).toBe(false);
  expect((await github.ask("GET", `${ROOT}/contents/a?ref=next`)).status).toBe(404);
  expect((await github.ask("GET", `${ROOT}/commits/${commit.sha}`)).status).toBe(200);
  const pull = await github.ask("GET", `${ROOT}/pulls/1`);
  expect(pull.body).toMatchObject({ merged: true, head: { sha: commit.sha } });
});

it("does not merge what both sides changed", async () => {
  await createBranch("next");
  await writeFile("a", "one", "next");
  await writeFile("a", "two", "main");
  expect((await openPull("next")).body).toMatchObject({
    mergeable: false,
    mergeable_state: "dirty",
  });
  expect((await github.ask("PUT", `${ROOT}/pulls/1/merge`, { body: {} })).status).toBe(405);
});

it("closes a pull request whose branch is deleted", async () => {
  await createBranch("next");
  await writeFile("a", "one", "next");
  await openPull("next");
  expect((await github.ask("DELETE", `${ROOT}/git/refs/heads/next`)).status).toBe(204);
  const pull = await github.ask("GET", `${ROOT}/pulls/1`);
  expect(pull.body).toMatchObject({ state: "closed", merged: false });
  const again = await github.ask("PATCH", `${ROOT}/pulls/1`, { body: { state: "open" } });
  expect(listErrors(again)).toEqual([422, "state invalid"]);
});

it("a protected branch is changed by a pull request only", async () => {
  await createBranch("next");
  const [repository] = github.store.world.repositories;
  Object.assign(repository ?? {}, { protectedBranches: ["main"] });
  const refused = await writeFile("a", "one", "main");
  expect([refused.status, refused.body.message]).toEqual([
    409,
    "Could not create file: Changes must be made through a pull request.",
  ]);
  await writeFile("a", "one", "next");
  expect((await github.ask("DELETE", `${ROOT}/git/refs/heads/main`)).status).toBe(422);
  await openPull("next");
  expect((await github.ask("PUT", `${ROOT}/pulls/1/merge`, { body: {} })).status).toBe(200);
  const { sha: file } = (await github.ask("GET", `${ROOT}/contents/a`)).body;
  const body = { message: "m", sha: file };
  const deleted = await github.ask("DELETE", `${ROOT}/contents/a`, { body });
  expect(deleted.body.message).toMatch(/^Could not delete file/);
});

it("requires scopes and permissions, and for a workflow's token the repository's setting", async () => {
  await createBranch("next");
  await writeFile("a", "one", "next");
  const { world } = github.store;
  const packages = addToken(world, "ghp_packages", { scopes: ["write:packages"] });
  expect((await openPull("next", packages)).status).toBe(404);
  const contents = addToken(world, "github_pat_contents", {
    kind: "fine-grained",
    permissions: { contents: "write" },
  });
  expect((await openPull("next", contents)).status).toBe(403);
  const [repository] = world.repositories;
  const workflow = addToken(world, "ghs_workflow", {
    kind: "actions",
    permissions: { pull_requests: "write" },
    repositoryId: repository?.id,
  });
  expect((await openPull("next", workflow)).body.message).toBe(
    "GitHub Actions is not permitted to create or approve pull requests.",
  );
  Object.assign(repository?.actions ?? {}, { canApprovePullRequestReviews: true });
  expect((await openPull("next", workflow)).status).toBe(201);
});

it("lists branches by prefix", async () => {
  await createBranch("next/1");
  await createBranch("next/10");
  const found = await github.ask("GET", `${ROOT}/git/matching-refs/heads/next/1`);
  expect(found.body).toMatchObject([{ ref: "refs/heads/next/1" }, { ref: "refs/heads/next/10" }]);
  expect((await github.ask("GET", `${ROOT}/git/matching-refs/heads/other`)).body).toEqual([]);
});
