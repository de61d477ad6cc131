import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBuilderInUse } from "../../core/docker/buildx";
import { tryMachineBuilder } from "../../toolchain/buildkit/builder";
import { emptyMachineForEachTest } from "./emptyMachine";

const machine = emptyMachineForEachTest("/usr/bin", "/bin");
const { DOCKER_CONFIG } = process.env;

afterEach(() => {
  if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
});

const target = {
  address: "localhost:5000",
  repository: "somebody/probe",
  username: "Somebody",
  password: "ghp_exampleprobe1",
};

/** A `docker` whose builder has this driver and whose builds exit with this code. */
function fakeDocker(driver: string, buildCode: number): string {
  const folder = machine.programs;
  machine.createProgram(
    "docker",
    'case "$*" in',
    `  "buildx inspect") printf 'Name: ci\\nDriver: ${driver}\\n' ;;`,
    '  "buildx build"*)',
    `    echo "$*" > "${folder}/arguments"`,
    `    cat "$DOCKER_CONFIG/config.json" > "${folder}/configuration"`,
    `    exit ${buildCode} ;;`,
    "esac",
  );
  process.env.DOCKER_CONFIG = folder;
  return folder;
}

if (process.platform !== "win32") {
  describe("the machine's own builder", () => {
    it("is no candidate without Docker", async () => {
      process.env.PATH = machine.programs;
      expect(await findBuilderInUse()).toBeUndefined();
    });

    it("is no candidate if it is the one inside the daemon", async () => {
      fakeDocker("docker", 0);
      expect(await findBuilderInUse()).toBeUndefined();
    });

    it("is usable when it has built and pushed", async () => {
      const folder = fakeDocker("docker-container", 0);
      const candidate = await findBuilderInUse();
      expect(candidate).toEqual({ docker: join(folder, "docker"), name: "ci" });
      if (candidate === undefined) return;
      const builder = await tryMachineBuilder(candidate, target);
      expect(builder).toMatchObject({ description: "Docker's builder 'ci'", environment: {} });
      const buildArguments = readFileSync(join(folder, "arguments"), "utf8");
      expect(buildArguments).toContain("--push --tag localhost:5000/somebody/probe:probe");
    });

    it("is not usable when the build failed", async () => {
      fakeDocker("docker-container", 1);
      const candidate = await findBuilderInUse();
      expect(candidate && (await tryMachineBuilder(candidate, target))).toBeUndefined();
      expect(candidate).toBeDefined();
    });

    it("gets the token in a file that is removed afterwards, not in an argument", async () => {
      const folder = fakeDocker("docker-container", 0);
      writeFileSync(
        join(folder, "config.json"),
        JSON.stringify({ currentContext: "far", auths: { "ghcr.io": { auth: "own" } } }),
      );
      const candidate = await findBuilderInUse();
      if (candidate !== undefined) await tryMachineBuilder(candidate, target);
      const buildArguments = readFileSync(join(folder, "arguments"), "utf8");
      expect(buildArguments).not.toContain(target.password);
      const configuration: unknown = JSON.parse(
        readFileSync(join(folder, "configuration"), "utf8"),
      );
      const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
      // The user's context is kept, the user's credentials are not.
      expect(configuration).toEqual({
        currentContext: "far",
        auths: { "localhost:5000": { auth } },
      });
      const [probe = ""] = /\S+(?=\/context)/.exec(buildArguments) ?? [];
      expect(probe).toContain("pulumi-ghcr-probe-");
      expect(existsSync(probe)).toBe(false);
    });
  });
}
