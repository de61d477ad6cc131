import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBuilderInUse } from "../../core/docker/buildx";
import { machineBuilder } from "../../toolchain/builder";
import { temporaryFolders } from "./temporary";

const temporaryFolder = temporaryFolders();
const { PATH, DOCKER_CONFIG } = process.env;

afterEach(() => {
  process.env.PATH = PATH;
  if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
});

const target = {
  address: "localhost:5000",
  repository: "somebody/probe",
  username: "Somebody",
  password: "ghp_exampleprobe1",
};

/** A `docker` that says which driver its builder has, and whose builds end with a code. */
function fakeDocker(driver: string, buildCode: number): string {
  const folder = temporaryFolder();
  const file = join(folder, "docker");
  writeFileSync(
    file,
    [
      "#!/bin/sh",
      'case "$*" in',
      `  "buildx inspect") printf 'Name: ci\\nDriver: ${driver}\\n' ;;`,
      '  "buildx build"*)',
      `    echo "$*" > "${folder}/arguments"`,
      `    cat "$DOCKER_CONFIG/config.json" > "${folder}/configuration"`,
      `    exit ${String(buildCode)} ;;`,
      "esac",
      "",
    ].join("\n"),
  );
  chmodSync(file, 0o755);
  process.env.PATH = `${folder}:${PATH ?? ""}`;
  process.env.DOCKER_CONFIG = folder;
  return folder;
}

if (process.platform !== "win32") {
  describe("the machine's own builder", () => {
    it("is no candidate where Docker is not there", async () => {
      process.env.PATH = temporaryFolder();
      expect(await findBuilderInUse()).toBeUndefined();
    });

    it("is no candidate where it is the one inside the daemon", async () => {
      fakeDocker("docker", 0);
      expect(await findBuilderInUse()).toBeUndefined();
    });

    it("is usable when it has built and pushed", async () => {
      const folder = fakeDocker("docker-container", 0);
      const candidate = await findBuilderInUse();
      expect(candidate).toEqual({ docker: join(folder, "docker"), name: "ci" });
      if (candidate === undefined) return;
      const builder = await machineBuilder(candidate, target);
      expect(builder).toMatchObject({ description: "Docker's builder 'ci'", environment: {} });
      const said = readFileSync(join(folder, "arguments"), "utf8");
      expect(said).toContain("--push --tag localhost:5000/somebody/probe:probe");
    });

    it("is not usable when it could not", async () => {
      fakeDocker("docker-container", 1);
      const candidate = await findBuilderInUse();
      expect(candidate && (await machineBuilder(candidate, target))).toBeUndefined();
      expect(candidate).toBeDefined();
    });

    it("gets the token in a file that is gone afterwards, not in an argument", async () => {
      const folder = fakeDocker("docker-container", 0);
      writeFileSync(
        join(folder, "config.json"),
        JSON.stringify({ currentContext: "far", auths: { "ghcr.io": { auth: "own" } } }),
      );
      const candidate = await findBuilderInUse();
      if (candidate !== undefined) await machineBuilder(candidate, target);
      const said = readFileSync(join(folder, "arguments"), "utf8");
      expect(said).not.toContain(target.password);
      const configuration = JSON.parse(
        readFileSync(join(folder, "configuration"), "utf8"),
      ) as unknown;
      const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
      // The person's context is kept and the person's credentials are not.
      expect(configuration).toEqual({
        currentContext: "far",
        auths: { "localhost:5000": { auth } },
      });
      const [probe = ""] = /\S+(?=\/context)/.exec(said) ?? [];
      expect(probe).toContain("pulumi-ghcr-probe-");
      expect(existsSync(probe)).toBe(false);
    });
  });
}
