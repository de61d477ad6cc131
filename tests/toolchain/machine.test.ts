import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBuildKitObstacle } from "../../toolchain";
import { findInstalledPrograms, parseVersion } from "../../toolchain/machine";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();

describe("parseVersion", () => {
  it.each([
    ["v3.255.0\n", "3.255.0"],
    ["3.255.0-alpha.1+dirty", "3.255.0"],
    ["buildkitd github.com/moby/buildkit v0.31.1 bd1a2c3", "0.31.1"],
    ["runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\nspec: 1.0.2-dev\n", "1.1.5"],
    ["registry github.com/distribution/distribution/v3 v3.1.2", "3.1.2"],
    ["registry github.com/docker/distribution 2.8.2+ds1\n", "2.8.2"],
  ])("finds the version in '%s'", (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it.each(["", "unknown", "version 3", "go1.26", "(devel)"])("finds none in '%s'", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

if (process.platform !== "win32") {
  describe("a program on PATH", () => {
    const { PATH } = process.env;

    afterEach(() => {
      process.env.PATH = PATH;
    });

    it.each([
      ["buildkitd", "0.20.0", true],
      ["buildkitd", "0.100.0", true],
      ["buildkitd", "1.0.0", true],
      ["buildkitd", "0.19.9", false],
      ["buildkitd", "0.9.0", false],
      ["registry", "3.0.0", true],
      ["registry", "2.999.999", false],
    ])("%s %s is new enough: %s", async (name, version, isNewEnough) => {
      const folder = temporaryFolder();
      const path = join(folder, name);
      writeFileSync(path, `#!/bin/sh\necho "${name} v${version}"\n`, { mode: 0o755 });
      process.env.PATH = folder;
      const found = await findInstalledPrograms();
      expect(found.get(name)).toEqual(isNewEnough ? { path, version } : undefined);
    });
  });
}

describe("BuildKit", () => {
  it("runs as root on Linux", () => {
    expect(findBuildKitObstacle("linux", 0)).toBeUndefined();
  });

  it.each([
    ["darwin", 501, "BuildKit does not run on macOS without Docker", "WSL2 or on Linux"],
    ["darwin", 0, "BuildKit does not run on macOS without Docker", "WSL2 or on Linux"],
    ["win32", 0, "BuildKit does not run on Windows without Docker", "WSL2 or on Linux"],
    ["linux", 1000, "BuildKit needs root to run build steps", "sudo -E npm start"],
  ] as const)(
    "does not run on %s as user %s, and reports cause and fix",
    (platform, user, cause, fix) => {
      const obstacle = findBuildKitObstacle(platform, user);
      expect(obstacle?.problems).toHaveLength(1);
      expect(obstacle?.problems[0]).toMatchObject({
        part: "buildkitd",
        cause: expect.stringContaining(cause) as string,
        fix: expect.stringContaining(fix) as string,
      });
      expect(obstacle?.message).toContain("The toolchain cannot be prepared.");
    },
  );
});
