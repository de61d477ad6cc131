import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBuildKitObstacle } from "../../toolchain";
import { findInstalledPrograms, parseVersion } from "../../toolchain/machine";
import { temporaryFolders } from "../temporaryFolders";
import { emptyMachineForEachTest } from "./emptyMachine";

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
      expect(found.get(name)).toEqual(isNewEnough ? { path, version, origin: "PATH" } : undefined);
    });
  });
}

describe("BuildKit", () => {
  const machine = emptyMachineForEachTest();

  /** Runs as an ordinary user, for whom `unshare` does this. */
  function becomeUser(...script: readonly string[]): void {
    jest.spyOn(process, "getuid").mockReturnValue(1000);
    process.env.PATH = machine.programs;
    if (script.length > 0) machine.createProgram("unshare", ...script);
  }

  it("runs as root on Linux", async () => {
    jest.spyOn(process, "getuid").mockReturnValue(0);
    expect(await findBuildKitObstacle("linux")).toBeUndefined();
  });

  it("runs as an ordinary user in a user namespace", async () => {
    becomeUser(`echo "$*" > '${machine.programs}/arguments'`);
    expect(await findBuildKitObstacle("linux")).toBeUndefined();
    expect(readFileSync(join(machine.programs, "arguments"), "utf8")).toBe(
      "--user --map-root-user --map-auto --mount true\n",
    );
  });

  const quote = (text: string): string => `echo "unshare: ${text}" >&2; exit 1`;

  it.each([
    ["failed to execute newuidmap: No such file or directory", "newuidmap and", "install uidmap"],
    ['no line matching user \\"octo\\" in /etc/subuid', "no subordinate users", "sudo usermod"],
    ["unrecognized option '--map-auto'", "older than util-linux 2.38", "start Docker"],
    ["write failed /proc/self/uid_map: Operation not permitted", "does not allow", "sysctl -w"],
    ["unshare failed: No space left on device", "does not allow user namespaces", "sysctl -w"],
    ["something new", "unshare failed: unshare: something new", "sudo -E npm start"],
  ])("does not run as an ordinary user if unshare says: %s", async (text, cause, fix) => {
    becomeUser(quote(text));
    const obstacle = await findBuildKitObstacle("linux");
    expect(obstacle?.problems).toEqual([
      {
        part: "buildkitd",
        cause: expect.stringContaining(cause) as string,
        fix: expect.stringContaining(fix) as string,
      },
    ]);
  });

  it("does not run as an ordinary user without unshare", async () => {
    becomeUser();
    expect((await findBuildKitObstacle("linux"))?.message).toContain(
      "BuildKit needs a user namespace",
    );
  });

  it.each([
    ["darwin", "BuildKit does not run on macOS without Docker"],
    ["win32", "BuildKit does not run on Windows without Docker"],
  ] as const)("does not run on %s", async (platform, cause) => {
    const obstacle = await findBuildKitObstacle(platform);
    expect(obstacle?.message).toContain("The toolchain cannot be prepared.");
    expect(obstacle?.problems).toEqual([
      {
        part: "buildkitd",
        cause: expect.stringContaining(cause) as string,
        fix: expect.stringContaining("WSL2 or on Linux") as string,
      },
    ]);
  });
});
