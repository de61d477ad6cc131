import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { originOf, repositoryOfRemote } from "../../../cli/init/remote";

const { PATH: path } = process.env;
const octo = { owner: "Octo", name: "my.app" };

it.each([
  "https://github.com/Octo/my.app.git",
  "https://github.com/Octo/my.app",
  "https://github.com/Octo/my.app.git/",
  "https://me:ghp_example@github.com/Octo/my.app.git",
  "git@github.com:Octo/my.app.git",
  "ssh://git@github.com:22/Octo/my.app.git",
  "ssh://git@ssh.github.com:443/Octo/my.app.git",
  "github-work:Octo/my.app",
  "https://ghe.example.org/Octo/my.app.git",
])("reads %s", (address) => {
  expect(repositoryOfRemote(address, "ghe.example.org")).toEqual(octo);
});

it.each([
  "https://gitlab.com/Octo/my.app.git",
  "git@notgithub.org:Octo/my.app.git",
  "https://github.com/Octo",
  "https://github.com/Octo/a/b",
  "https://github.com/-x/app",
  "/home/me/github.com/Octo/app",
  "",
])("knows no repository of GitHub's in '%s'", (address) => {
  expect(repositoryOfRemote(address, "api.github.com")).toBeUndefined();
});

it("knows an enterprise by its API's host, with a port or behind 'api.'", () => {
  for (const host of ["ghe.example.org:8443", "api.ghe.example.org"]) {
    expect(repositoryOfRemote("git@ghe.example.org:Octo/my.app", host)).toEqual(octo);
  }
});

it("asks git for its origin, and takes it well that there is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-remote-"));
  try {
    expect(await originOf(folder, "api.github.com")).toBeUndefined();
    const git = (...args: readonly string[]): void => {
      expect(spawnSync("git", ["-C", folder, ...args]).status).toBe(0);
    };
    git("init", "--quiet");
    expect(await originOf(folder, "api.github.com")).toBeUndefined();
    git("remote", "add", "origin", "git@github.com:Octo/my.app.git");
    expect(await originOf(folder, "api.github.com")).toEqual(octo);
    // Git's own way to try a folder of another user.
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    await expect(originOf(folder, "api.github.com")).rejects.toThrow(
      `if you trust it:\ngit config --global --add safe.directory ${folder}`,
    );
    process.env.PATH = "/nothing";
    expect(await originOf(folder, "api.github.com")).toBeUndefined();
  } finally {
    process.env.PATH = path;
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    rmSync(folder, { recursive: true });
  }
});
