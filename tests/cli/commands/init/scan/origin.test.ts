import { spawnSync } from "node:child_process";
import { readOrigin } from "../../../../../cli/commands/init/scan/origin";
import { folderForEachTest } from "../../../testFolder";

const top = folderForEachTest();
const octo = { owner: "Octo", name: "my.app" };

it("reads git's origin, if there is one", async () => {
  const folder = top.path;
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
});
