import { execFile } from "node:child_process";
import { mkdir, writeFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { makeRepository } from "../people";
import { githubForEachTest } from "../world";

const run = promisify(execFile);
const ROOT = "/repos/F1bonacci66/demo";

const github = githubForEachTest();
let clone: string;

beforeEach(async () => {
  clone = join(github.directory, "clone");
  await mkdir(clone);
  await git("init", "--quiet", "--initial-branch", "main");
});

/** Runs git in the clone. A real git, which asks nobody for a password. */
async function git(...args: readonly string[]): Promise<string> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: github.directory, GIT_TERMINAL_PROMPT: "0" },
    ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "c" },
    GIT_COMMITTER_EMAIL: "c@d",
  };
  const { stdout } = await run("git", ["-C", clone, ...args], { env });
  return stdout.trim();
}

function address(token: string | null): string {
  const { host } = new URL(github.origin);
  return `http://${token === null ? "" : `x:${token}@`}${host}/F1bonacci66/demo.git`;
}

/** Commits a file in a folder and an executable one. */
async function commitFiles(): Promise<void> {
  await mkdir(join(clone, "app"), { recursive: true });
  await writeFile(join(clone, "app", "Dockerfile"), "FROM scratch\n");
  await writeFile(join(clone, "app.sh"), "#!/bin/sh\n", { mode: 0o755 });
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "First\n\nWith a body");
}

async function readContent(path: string): Promise<string> {
  const { body } = await github.ask("GET", `${ROOT}/contents/${path}`);
  return Buffer.from(String(body.content), "base64").toString("utf8");
}

it("takes the first push to an empty repository, and gives back what the API commits on it", async () => {
  await makeRepository(github, null, { name: "demo", visibility: "private" });
  await commitFiles();
  await git("remote", "add", "origin", address(ADMINISTRATOR_TOKEN));
  await git("push", "--quiet", "--set-upstream", "origin", "main");
  expect(await readContent("app/Dockerfile")).toBe("FROM scratch\n");
  const { body } = await github.ask("GET", `${ROOT}/commits/main`);
  expect(body).toMatchObject({
    sha: await git("rev-parse", "HEAD"),
    commit: { message: "First\n\nWith a body", author: { name: "a" }, committer: { name: "c" } },
  });

  const content = Buffer.from("on: push\n").toString("base64");
  const file = { message: "Publish", content };
  const written = await github.ask("PUT", `${ROOT}/contents/.github/workflows/a.yml`, {
    body: file,
  });
  await git("pull", "--quiet");
  expect(await readFile(join(clone, ".github/workflows/a.yml"), "utf8")).toBe("on: push\n");
  expect(await git("rev-parse", "HEAD")).toBe((written.body.commit as { sha: string }).sha);
  expect(await git("ls-files", "--stage", "app.sh")).toMatch(/^100755 /);
  await git("fsck", "--strict");
});

it("refuses a first push to a repository that has a commit, as git does", async () => {
  await makeRepository(github, null, { name: "demo", visibility: "private", auto_init: true });
  await commitFiles();
  await expect(git("push", address(ADMINISTRATOR_TOKEN), "main")).rejects.toThrow(
    /rejected.*fetch first/,
  );
  expect(await readContent("README.md")).toBe("# demo");
});

it("names the default branch after the first one that is pushed", async () => {
  await makeRepository(github, null, { name: "demo", visibility: "private" });
  await commitFiles();
  await git("push", "--quiet", address(ADMINISTRATOR_TOKEN), "main:trunk");
  expect((await github.ask("GET", ROOT)).body.default_branch).toBe("trunk");
});

it("keeps tags, and deletes branches", async () => {
  await makeRepository(github, null, { name: "demo", visibility: "private" });
  await commitFiles();
  await git("tag", "--annotate", "--message", "One", "v1");
  const remote = address(ADMINISTRATOR_TOKEN);
  await git("push", "--quiet", remote, "main", "main:old", "v1");
  const { body } = await github.ask("GET", `${ROOT}/git/ref/tags/v1`);
  expect(body.object).toMatchObject({ sha: await git("rev-parse", "v1^{commit}") });
  await git("push", "--quiet", remote, "--delete", "old");
  expect((await github.ask("GET", `${ROOT}/branches/old`)).status).toBe(404);
  expect(await git("ls-remote", remote, "v1")).toContain(await git("rev-parse", "v1"));
});

it.each([
  ["without a token", null, /could not read Username/],
  ["with a token that it does not know", "ghp_sampleUnknown", /Authentication failed/],
  ["with a token that has no access to it", PUBLISHER_TOKEN, /not found/],
])("is hidden %s", async (_what, token, message) => {
  await makeRepository(github, null, { name: "demo", visibility: "private" });
  await expect(git("ls-remote", address(token))).rejects.toThrow(message);
});

it("can be read without a token if it is public, and not be pushed to", async () => {
  await makeRepository(github, null, { name: "demo", visibility: "public" });
  await commitFiles();
  expect(await git("ls-remote", address(null))).toBe("");
  await expect(git("push", address(null), "main")).rejects.toThrow(/could not read Username/);
});
