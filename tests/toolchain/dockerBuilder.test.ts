import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findDockerCandidate, openDockerBuilder } from "../../toolchain/buildkit/docker";
import { parts } from "../../toolchain/parts";
import { emptyMachineForEachTest } from "./emptyMachine";

const machine = emptyMachineForEachTest("/usr/bin", "/bin");
const version = parts.find(({ name }) => name === "buildkitd")?.version ?? "";
const image = `moby/buildkit:v${version}`;

const target = {
  address: "localhost:5000",
  repository: "somebody/probe",
  username: "Somebody",
  password: "ghp_exampleprobe1",
};

let said: string[];
const say = (line: string): void => {
  said.push(line);
};
beforeEach(() => {
  said = [];
});

interface Behavior {
  /** The driver of the builder in use. */
  readonly driver?: string;
  /** The operating system of the daemon's containers; undefined if there is no daemon. */
  readonly system?: string;
  /** The address of the daemon. */
  readonly host?: string;
  readonly hasBuildx?: boolean;
  readonly hasImage?: boolean;
  /** What the daemon says when it cannot download. */
  readonly pullError?: string;
  /** Whether the container of BuildKit keeps running. */
  readonly containerRuns?: boolean;
  /** The commands that decide whether a build succeeds. */
  readonly build?: string;
}

/** Puts a `docker` on PATH, which records what it was called with. */
function installDocker(behavior: Behavior): string {
  const {
    driver = "docker",
    system,
    hasBuildx = true,
    hasImage = true,
    build = "exit 0",
  } = behavior;
  const { pullError, containerRuns = true, host = "unix:///var/run/docker.sock" } = behavior;
  const folder = machine.programs;
  process.env.DOCKER_CONFIG = folder;
  return machine.createProgram(
    "docker",
    `echo "$*" >> "${folder}/calls"`,
    'case "$*" in',
    `  "buildx inspect") printf "Name: \${BUILDX_BUILDER:-ci}\\nDriver: ${driver}\\n" ;;`,
    `  "buildx version") exit ${hasBuildx ? 0 : 1} ;;`,
    `  "context inspect "*) echo '${host}' ;;`,
    `  "version "*) ${system === undefined ? "exit 1" : `echo ${system}`} ;;`,
    `  "image inspect ${image}") exit ${hasImage ? 0 : 1} ;;`,
    `  "pull "*) ${pullError === undefined ? "exit 0" : `echo '${pullError}' >&2; exit 1`} ;;`,
    // The container is ready once it can be stopped. The shell runs a trap once its child has ended.
    `  "run "*) ${containerRuns ? `trap 'rm "${folder}/running"; echo stopped >> "${folder}/calls"; exit 0' TERM; : > "${folder}/running"; while :; do sleep 0.1; done` : "echo 'no permission' >&2; exit 125"} ;;`,
    `  "exec "*) [ -e "${folder}/running" ]; exit ;;`,
    '  "buildx build"*)',
    `    cp -L "$DOCKER_CONFIG/config.json" "${folder}/configuration"`,
    `    cat "$DOCKER_CONFIG"/buildx/instances/* > "${folder}/instance" 2>/dev/null`,
    `    ${build} ;;`,
    "esac",
  );
}

function calls(): readonly string[] {
  return readFileSync(join(machine.programs, "calls"), "utf8").trim().split("\n");
}

if (process.platform !== "win32") {
  it.each([
    ["without a daemon", {}],
    ["without buildx", { system: "linux", hasBuildx: false }],
    ["if the daemon runs Windows containers", { system: "windows" }],
    ["if the daemon runs on another machine", { system: "linux", host: "ssh://build.example" }],
  ])("Docker is no candidate %s", async (_reason, behavior) => {
    installDocker(behavior);
    expect(await findDockerCandidate(say)).toBeUndefined();
    expect(calls().some((call) => call.startsWith("pull"))).toBe(false);
  });

  it("a machine without Docker has no candidate", async () => {
    process.env.PATH = machine.programs;
    expect(await findDockerCandidate(say)).toBeUndefined();
  });

  it("the builder in use is the candidate, unless it is the one inside the daemon", async () => {
    const docker = installDocker({ driver: "docker-container", system: "linux" });
    expect(await findDockerCandidate(say)).toEqual({ docker, name: "ci" });
    installDocker({ driver: "docker", system: "linux" });
    expect(await findDockerCandidate(say)).toEqual({ docker });
  });

  it("the builder in use is the provider's, which does not read BUILDX_BUILDER", async () => {
    process.env.BUILDX_BUILDER = "other";
    const docker = installDocker({ driver: "docker-container" });
    expect(await findDockerCandidate(say)).toEqual({ docker, name: "ci" });
  });

  it("BuildKit's image is downloaded once", async () => {
    const docker = installDocker({ system: "linux", hasImage: false });
    expect(await findDockerCandidate(say)).toEqual({ docker });
    expect(said).toEqual([`Downloading ${image}. This takes about a minute.`]);
    expect(calls()).toContain(`pull --quiet ${image}`);
    installDocker({ system: "linux" });
    expect(await findDockerCandidate(say)).toEqual({ docker });
    expect(said).toHaveLength(1);
  });

  it("a daemon that cannot download BuildKit's image is no candidate, and says why", async () => {
    const pullError = "dial tcp: lookup registry-1.docker.io: no such host";
    installDocker({ system: "linux", hasImage: false, pullError });
    expect(await findDockerCandidate(say)).toBeUndefined();
    expect(said[1]).toBe(`Not downloaded: ${image}: ${pullError}. Continuing without Docker.`);
  });

  it("the builder in use is taken when it has built and pushed", async () => {
    process.env.BUILDX_BUILDER = "other";
    const build = '[ -z "$BUILDX_BUILDER" ]';
    const docker = installDocker({ driver: "docker-container", build });
    const builder = await openDockerBuilder({ docker, name: "ci" }, machine.cache, target, say);
    expect(builder).toMatchObject({ description: "Docker's builder 'ci'", environment: {} });
    expect(calls().at(-1)).toContain("--push --tag localhost:5000/somebody/probe:probe");
  });

  it("BuildKit runs in a container if the builder in use cannot push", async () => {
    const inContainer =
      'grep -q docker-container:// "$DOCKER_CONFIG"/buildx/instances/* || { echo refused; exit 1; }';
    const docker = installDocker({
      driver: "docker-container",
      system: "linux",
      build: inContainer,
    });
    const builder = await openDockerBuilder({ docker, name: "ci" }, machine.cache, target, say);
    expect(builder).toMatchObject({
      description: `BuildKit ${version} in Docker`,
      environment: { DOCKER_CONFIG: join(machine.cache, "docker") },
    });
    const [, name = ""] =
      /^run --rm --name (\S+) --privileged --network host (\S+)$/m.exec(calls().join("\n")) ?? [];
    expect(name).toMatch(/^pulumi-ghcr-buildkit-/);
    expect(readFileSync(join(machine.programs, "instance"), "utf8")).toContain(
      `"Endpoint":"docker-container://${name}"`,
    );
    expect(calls()).not.toContain("stopped");
    await builder?.stop();
    expect(calls()).toContain("stopped");
    expect(calls().at(-1)).toBe(`rm --force --volumes ${name}`);
    expect(said).toEqual(["Docker's builder 'ci' cannot push to the sandbox: refused"]);
  });

  it("no container is tried on a machine without a daemon", async () => {
    const docker = installDocker({ driver: "remote", build: "exit 1" });
    expect(
      await openDockerBuilder({ docker, name: "ci" }, machine.cache, target, say),
    ).toBeUndefined();
    expect(calls().filter((call) => /^(image|pull|run) /.test(call))).toEqual([]);
  });

  it("a container that cannot push is stopped, and not used", async () => {
    const build = "echo 'connection refused' >&2; exit 1";
    const docker = installDocker({ system: "linux", build });
    expect(await openDockerBuilder({ docker }, machine.cache, target, say)).toBeUndefined();
    expect(calls()).toContain("stopped");
    expect(said).toEqual(["BuildKit in Docker cannot be used: connection refused"]);
  });

  it("a container that ends at once is not used", async () => {
    const docker = installDocker({ system: "linux", containerRuns: false });
    expect(await openDockerBuilder({ docker }, machine.cache, target, say)).toBeUndefined();
    expect(calls().some((call) => call.startsWith("buildx build"))).toBe(false);
    expect(said).toEqual(["BuildKit in Docker cannot be used: it did not start: no permission"]);
  });

  it("the sandbox's own settings and BUILDX_CONFIG do not select the builder", async () => {
    const inContainer = 'grep -q docker-container:// "$DOCKER_CONFIG"/buildx/instances/*';
    const build = `[ -z "$BUILDX_CONFIG" ] && ${inContainer}`;
    const docker = installDocker({ system: "linux", build });
    // As in a terminal that loaded the sandbox's variables.
    process.env.DOCKER_CONFIG = join(machine.cache, "docker");
    process.env.BUILDX_CONFIG = machine.programs;
    for (let runs = 0; runs < 2; runs += 1) {
      const builder = await openDockerBuilder({ docker }, machine.cache, target, say);
      expect(builder?.environment).toEqual({
        DOCKER_CONFIG: join(machine.cache, "docker"),
        BUILDX_CONFIG: undefined,
      });
      expect(readlinkSync(join(machine.cache, "docker", "contexts"))).toBe(
        join(homedir(), ".docker", "contexts"),
      );
      await builder?.stop();
    }
  });

  it.each([{ name: "ci" }, {}])(
    "the token is in a file that is removed afterwards, not in an argument (%j)",
    async (candidate) => {
      const docker = installDocker({ driver: "docker-container", system: "linux" });
      writeFileSync(
        join(machine.programs, "config.json"),
        JSON.stringify({
          currentContext: "far",
          credsStore: "own",
          auths: { "ghcr.io": { auth: "own" } },
        }),
      );
      const builder = await openDockerBuilder({ docker, ...candidate }, machine.cache, target, say);
      await builder?.stop();
      expect(calls().join("\n")).not.toContain(target.password);
      const configuration: unknown = JSON.parse(
        readFileSync(join(machine.programs, "configuration"), "utf8"),
      );
      const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
      // The user's context is kept, the user's credentials are not.
      expect(configuration).toEqual({
        currentContext: "far",
        auths: { "localhost:5000": { auth } },
      });
      const [probe = ""] = /\S+(?=\/context)/.exec(calls().join("\n")) ?? [];
      expect(probe).toContain("pulumi-ghcr-probe-");
      expect(existsSync(probe)).toBe(false);
    },
  );
}
