import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrigin } from "../../../../../cli/commands/init/scan/origin";

const { PATH: path } = process.env;
const octo = { owner: "Octo", name: "my.app" };

it("reads git's origin, if there is one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-remote-"));
  try {
    expect(await readOrigin(folder, "api.github.com")).toBeUndefined();
    const git = (...args: readonly string[]): void => {
      expect(spawnSync("git", ["-C", folder, ...args]).status).toBe(0);
    };
    git("init", "--quiet");
    expect(await readOrigin(folder, "api.github.com")).toBeUndefined();
    git("remote", "add", "origin", "git@github.com:Octo/my.app.git");
    expect(await readOrigin(folder, "api.github.com")).toEqual(octo);
    // Git's own test setting for a folder of another user.
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    await expect(readOrigin(folder, "api.github.com")).rejects.toThrow(
      `if you trust it, run:\ngit config --global --add safe.directory ${folder}`,
    );
    process.env.PATH = "/nothing";
    expect(await readOrigin(folder, "api.github.com")).toBeUndefined();
  } finally {
    process.env.PATH = path;
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    rmSync(folder, { recursive: true });
  }
});
