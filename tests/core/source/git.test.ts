import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isOnRemoteBranch, readSource, type SourceFacts } from "../../../core/source/git";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let folder: string;
let before: string;

beforeEach(() => {
  folder = temporaryFolder();
  before = process.cwd();
});

afterEach(() => {
  process.chdir(before);
});

const author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
const variables = { PATH: process.env.PATH, HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };

function git(...args: string[]): string {
  const env = { ...variables, GIT_CONFIG_COUNT: "0" };
  return execFileSync("git", [...author, ...args], { cwd: folder, env, encoding: "utf8" }).trim();
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Commits files, and returns the commit's hash. */
function commit(files: Readonly<Record<string, string>>): string {
  write(files);
  git("add", "--all");
  git("commit", "--quiet", "--message", Object.keys(files).join(" "));
  return git("rev-parse", "HEAD");
}

function read(paths: object = {}, changed: object = {}): Promise<SourceFacts> {
  process.chdir(folder);
  return readSource({ context: "api", ...paths }, { ...variables, ...changed });
}

describe("in a repository", () => {
  let first: string;

  beforeEach(() => {
    git("init", "--quiet", "--initial-branch=main");
    first = commit({ "api/Dockerfile": "FROM scratch", ".gitignore": "ignored\nclone\nshallow\n" });
  });

  it("the commit is the last that touched the context", async () => {
    commit({ "README.md": "elsewhere" });
    commit({ "api2/a": "a neighbor" });
    expect(await read()).toEqual({ commit: first, branch: "main" });
    const second = commit({ "api/a": "a" });
    expect(await read()).toEqual({ commit: second, branch: "main" });
  });

  it("it is the last that touched the Dockerfile, its ignore file or a named context", async () => {
    const paths = { dockerfile: "docker/api.Dockerfile", contexts: { shared: "shared" } };
    const second = commit({ "docker/api.Dockerfile": "FROM scratch" });
    expect(await read(paths)).toMatchObject({ commit: second });
    const third = commit({ "shared/a": "a" });
    expect(await read(paths)).toMatchObject({ commit: third });
    const fourth = commit({ "docker/api.Dockerfile.dockerignore": "a" });
    expect(await read(paths)).toMatchObject({ commit: fourth });
    commit({ "docker/web.Dockerfile": "FROM scratch" });
    expect(await read(paths)).toMatchObject({ commit: fourth });
    expect(await read()).toMatchObject({ commit: first });
  });

  it.each<[string, Record<string, string>]>([
    ["a changed file", { "api/Dockerfile": "FROM elsewhere" }],
    ["a new file", { "api/new": "" }],
  ])("%s of it makes the commit dirty", async (_what, files) => {
    write({ "README.md": "elsewhere", "api/ignored": "" });
    expect(await read()).toMatchObject({ commit: first });
    write(files);
    expect(await read()).toMatchObject({ commit: `${first}-dirty` });
  });

  it("takes git's special characters in a path literally", async () => {
    const name = ":(top)*";
    const second = commit({ [`${name}/a`]: "a" });
    commit({ b: "b" });
    expect(await read({ context: name })).toMatchObject({ commit: second });
  });

  it("ignores contexts in other repositories, and addresses", async () => {
    write({ "other/a": "a" });
    git("init", "--quiet", "other");
    const contexts = {
      other: "other",
      outside: tmpdir(),
      base: "docker-image://alpine:3.22",
      ignored: "ignored/base",
    };
    write({ "ignored/base/sh": "" });
    expect(await read({ contexts })).toEqual({ commit: first, branch: "main" });
  });

  it("ignores a hook's variables and the user's configuration", async () => {
    git("config", "log.showSignature", "true");
    git("config", "status.showUntrackedFiles", "no");
    write({ "api/new": "" });
    const changed = { GIT_DIR: "/nowhere", GIT_WORK_TREE: "/", GIT_INDEX_FILE: "/nowhere/index" };
    expect(await read({}, changed)).toEqual({ commit: `${first}-dirty`, branch: "main" });
  });

  it("a context that is in no commit has none", async () => {
    write({ "new/Dockerfile": "" });
    expect(await read({ context: "new" })).toEqual({
      branch: "main",
      reason: "no commit contains new",
    });
  });

  describe("with a commit checked out", () => {
    const workflow = {
      GITHUB_REF_TYPE: "branch",
      GITHUB_REF_NAME: "release/1",
      GITHUB_HEAD_REF: "",
    };

    it.each<[string, Record<string, string>, string | undefined]>([
      ["no workflow", {}, undefined],
      ["a workflow on a branch", workflow, "release/1"],
      ["a workflow on a tag", { ...workflow, GITHUB_REF_TYPE: "tag" }, undefined],
      ["one for a pull request", { ...workflow, GITHUB_HEAD_REF: "fix/a" }, "fix/a"],
      ["a workflow on another repository", { ...workflow, GITHUB_WORKSPACE: "/" }, undefined],
    ])("%s: the branch is known if the workflow names it", async (_what, changed, branch) => {
      git("checkout", "--quiet", "--detach");
      const facts = await read({}, { GITHUB_WORKSPACE: folder, ...changed });
      expect(facts).toEqual({ commit: first, ...(branch === undefined ? {} : { branch }) });
    });
  });

  it("another clone gives the same commit, and a shallow one does not guess", async () => {
    const elsewhere = join(folder, "clone");
    git("clone", "--quiet", `file://${folder}`, elsewhere);
    expect(await read({ context: join(elsewhere, "api") })).toMatchObject({ commit: first });
    commit({ "README.md": "elsewhere" });
    const shallow = join(folder, "shallow");
    git("clone", "--quiet", "--depth=1", `file://${folder}`, shallow);
    const facts = await read({ context: join(shallow, "api") });
    expect(facts.commit).toBeUndefined();
    expect(facts.shouldWarn).toBe(true);
    expect(facts.reason).toContain("fetch-depth: 0");
    const touched = commit({ "api/a": "a" });
    execFileSync("git", ["-C", shallow, "pull", "--quiet", "--depth=2"], { env: variables });
    expect(await read({ context: join(shallow, "api") })).toMatchObject({ commit: touched });
  });

  it("a worktree is a repository too", async () => {
    const tree = join(folder, "tree");
    git("worktree", "add", "--quiet", "-b", "side", tree);
    const facts = await read({ context: join(tree, "api") });
    expect(facts).toEqual({ commit: first, branch: "side" });
  });

  it("quotes git's error and fix for another user's repository", async () => {
    // Git's own test variable, which works without root.
    const facts = await read({}, { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" });
    expect([facts.commit, facts.shouldWarn]).toEqual([undefined, true]);
    expect(facts.reason).toMatch(/^git failed in \/.*: fatal: /);
    expect(facts.reason).toContain(`git config --global --add safe.directory ${folder}`);
  });

  it("without git there is no commit, and a reason", async () => {
    expect(await read({}, { PATH: "/nonexistent" })).toEqual({
      reason: `${folder} is a git repository, but git is not installed`,
      shouldWarn: true,
    });
  });
});

it.each([
  ["api", "api is not in a git repository"],
  ["nowhere", "nowhere is not a folder on this machine"],
  ["https://github.com/a/b.git", "https://github.com/a/b.git is not a folder on this machine"],
])("without a repository nothing is known, and nothing is wrong: %s", async (context, reason) => {
  write({ "api/Dockerfile": "" });
  expect(await read({ context })).toEqual({ reason });
});

it("a repository without a commit has a branch", async () => {
  git("init", "--quiet", "--initial-branch=main");
  write({ "api/Dockerfile": "" });
  expect(await read()).toEqual({ branch: "main", reason: `${folder} has no commits yet` });
});

it("a commit is on a remote branch once it is pushed", async () => {
  git("init", "--quiet", "--initial-branch=main");
  const first = commit({ "api/Dockerfile": "FROM scratch", ".gitignore": "origin.git" });
  process.chdir(folder);
  const isPushed = (name: string) => isOnRemoteBranch({ context: "api" }, name, variables);
  expect(await isPushed(first)).toBe(false);
  git("init", "--quiet", "--bare", "origin.git");
  git("remote", "add", "origin", join(folder, "origin.git"));
  git("push", "--quiet", "origin", "main");
  const second = commit({ "api/a": "a" });
  expect([await isPushed(first), await isPushed(second)]).toEqual([true, false]);
});
