import { buildKitObstacle } from "../../toolchain";
import { atLeast, versionIn } from "../../toolchain/machine";

describe("versionIn", () => {
  it.each([
    ["v3.255.0\n", "3.255.0"],
    ["3.255.0-alpha.1+dirty", "3.255.0"],
    ["buildkitd github.com/moby/buildkit v0.31.1 bd1a2c3", "0.31.1"],
    ["runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\nspec: 1.0.2-dev\n", "1.1.5"],
    ["registry github.com/distribution/distribution/v3 v3.1.2", "3.1.2"],
    ["registry github.com/docker/distribution 2.8.2+ds1\n", "2.8.2"],
  ])("finds the version in '%s'", (text, version) => {
    expect(versionIn(text)).toBe(version);
  });

  it.each(["", "unknown", "version 3", "go1.26", "(devel)"])("finds none in '%s'", (text) => {
    expect(versionIn(text)).toBeUndefined();
  });
});

describe("atLeast", () => {
  it.each([
    ["3.255.0", "3.255.0", true],
    ["3.255.1", "3.255.0", true],
    ["3.256.0", "3.255.9", true],
    ["4.0.0", "3.255.0", true],
    ["3.254.9", "3.255.0", false],
    ["3.99.0", "3.255.0", false],
    ["2.999.999", "3.0.0", false],
    ["0.9.0", "0.20.0", false],
    ["1.10.0", "1.9.0", true],
    ["3.0", "3.0.0", true],
  ])("%s is at least %s: %s", (version, wanted, expected) => {
    expect(atLeast(version, wanted)).toBe(expected);
  });
});

describe("BuildKit", () => {
  it("runs as root on Linux", () => {
    expect(buildKitObstacle("linux", 0)).toBeUndefined();
  });

  it.each([
    ["darwin", 501, "BuildKit does not run by itself on macOS", "WSL2 or on Linux"],
    ["darwin", 0, "BuildKit does not run by itself on macOS", "WSL2 or on Linux"],
    ["win32", 0, "BuildKit does not run by itself on Windows", "WSL2 or on Linux"],
    ["linux", 1000, "BuildKit needs root to run a build step", "sudo -E npm start"],
  ] as const)(
    "does not run on %s as user %s, and says why and what to do",
    (platform, user, cause, mend) => {
      const obstacle = buildKitObstacle(platform, user);
      expect(obstacle?.problems).toHaveLength(1);
      expect(obstacle?.problems[0]).toMatchObject({
        part: "buildkitd",
        cause: expect.stringContaining(cause) as string,
        mend: expect.stringContaining(mend) as string,
      });
      expect(obstacle?.message).toContain("The engine cannot be set up.");
    },
  );
});
