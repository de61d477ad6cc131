import { githubForEachTest } from "../world";

const CONTENTS = "/repos/F1bonacci66/demo/contents";
const encode = (text: string): string => Buffer.from(text).toString("base64");

const github = githubForEachTest({ visibility: "private" });

it("reports that a new repository is empty", async () => {
  const { status, body } = await github.ask("GET", `${CONTENTS}/README.md`);
  expect([status, body.message]).toEqual([404, "This repository is empty."]);
});

it("writes, reads, changes and deletes a file, each in a commit", async () => {
  const path = `${CONTENTS}/docs/how%20to.md`;
  const message = "m";
  const made = await github.ask("PUT", path, { body: { message, content: encode("one\n") } });
  expect(made.status).toBe(201);
  // The output of `git hash-object` for the same four bytes.
  const sha = "5626abf0f72e58d7a153368ba57db4c673c0e171";
  expect(made.body.content).toMatchObject({ path: "docs/how to.md", sha });

  const read = await github.ask("GET", `${path}?ref=main`);
  expect(read.body).toMatchObject({ encoding: "base64", content: `${encode("one\n")}\n`, size: 4 });

  const content = encode("two");
  expect((await github.ask("PUT", path, { body: { message, content } })).status).toBe(422);
  const stale = { message, content, sha: "0".repeat(40) };
  expect((await github.ask("PUT", path, { body: stale })).status).toBe(409);
  const changed = await github.ask("PUT", path, { body: { message, content, sha } });
  expect(changed.status).toBe(200);

  const { sha: now } = changed.body.content as { sha: string };
  expect((await github.ask("DELETE", path, { body: { message, sha: now } })).status).toBe(200);
  expect((await github.ask("GET", path)).status).toBe(404);
  const commits = await github.ask("GET", "/repos/F1bonacci66/demo/commits?per_page=2");
  expect(commits.body).toHaveLength(2);
  expect(commits.headers.get("link")).toContain('page=2>; rel="next"');
});

it("has no file and no branch with the name of an Object method", async () => {
  await github.ask("PUT", `${CONTENTS}/a`, { body: { message: "m", content: "" } });
  expect((await github.ask("GET", `${CONTENTS}/constructor`)).status).toBe(404);
  const branch = "/repos/F1bonacci66/demo/branches/constructor";
  expect((await github.ask("GET", branch)).status).toBe(404);
  const body = { message: "m", content: "" };
  expect((await github.ask("PUT", `${CONTENTS}/constructor`, { body })).status).toBe(201);
  expect((await github.ask("GET", `${CONTENTS}/constructor`)).status).toBe(200);
});

it("lists a folder", async () => {
  await github.ask("PUT", `${CONTENTS}/a/b.txt`, { body: { message: "m", content: "" } });
  const root = await github.ask("GET", `${CONTENTS}/`);
  expect(root.body).toMatchObject([{ type: "dir", path: "a" }]);
  const folder = await github.ask("GET", `${CONTENTS}/a`);
  expect(folder.body).toMatchObject([{ type: "file", path: "a/b.txt", size: 0 }]);
});

it("requires the workflow scope for workflow files", async () => {
  const body = { message: "m", content: encode("on: push") };
  const token = github.store.world.tokens[0];
  Object.assign(token ?? {}, { scopes: ["repo"] });
  const path = `${CONTENTS}/.github/workflows/publish.yaml`;
  expect((await github.ask("PUT", path, { body })).status).toBe(404);
  Object.assign(token ?? {}, { scopes: ["repo", "workflow"] });
  expect((await github.ask("PUT", path, { body })).status).toBe(201);
});
