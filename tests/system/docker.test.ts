import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathOf, withClients } from "./sandbox/clients";
import { listChanges } from "./support/changes";
import { createClone } from "./support/clone";
import { daemonObstacle, DockerDaemon } from "./support/dockerDaemon";
import { Project, type Update } from "./support/project";
import { RegistryUser, type Tree } from "./support/registryUser";
import { SourceImages } from "./support/sourceImages";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { buildkitd } from "../../toolchain/parts";

let daemon: DockerDaemon | undefined;
let project: Project;
let folder: string;
const children: ChildProcess[] = [];

function getDaemon(): DockerDaemon {
  if (daemon === undefined) throw new Error("dockerd did not start");
  return daemon;
}

function defineTests(): void {
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-with-docker-")));
    daemon = await DockerDaemon.start();
    project = await Project.open();
  }, 600_000);

  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  afterAll(async () => {
    await project.close();
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("mirrors of the daemon's images", testMirrors);
  describe("npm start with Docker", testStart);
}

/** Gives the daemon an image with one file. */
function importImage(reference: string, text: string): void {
  const content = mkdtempSync(join(folder, "content-"));
  writeFileSync(join(content, "file"), text);
  getDaemon().importFolder(reference, content);
}

function testMirrors(): void {
  const image = "pulumi-ghcr-sample/only-here:1";
  let stack: Project;
  /** The reference of an image in a registry. */
  let pulled: string;

  beforeAll(async () => {
    const { PATH = process.env.PATH ?? "" } = project.world.environment;
    const path = [PATH, dirname(pathOf("pulumi-resource-docker"))].join(delimiter);
    stack = project.openClone(project.folder, { PATH: path, DOCKER_HOST: getDaemon().host });
    const { address } = (await project.control("source", { method: "POST" })) as {
      address: string;
    };
    await challengeBasicCredentials();
    pulled = `${address}/library/one:1`;
    await new SourceImages(address).pushImage("library/one", "1");
    importImage(image, "first");
    const mode = "daemon";
    project.configure({
      "ghcr:repositories": {},
      "ghcr:mirrors": {
        "only-here": { from: `docker.io/${image}`, mode },
        pulled: { from: pulled, mode },
      },
    });
  }, 600_000);

  /**
   * The plugin sends Basic credentials to any registry whose name is not ghcr.io. ghcr.io itself
   * denies them; a registry that accepts a login for its tokens only asks for one.
   */
  async function challengeBasicCredentials(): Promise<void> {
    const { address } = project.world.sandbox;
    const challenge = `Bearer realm="https://${address}/token",service="${address}"`;
    const fault = { type: "answer", status: 401, headers: { "WWW-Authenticate": challenge } };
    const match = { path: "/v2/**", authorization: "basic" };
    const order = JSON.stringify({ match, times: "all", fault });
    await project.control("faults", { method: "POST", body: order });
  }

  /** What the registry has under the pinned reference of a mirror. */
  async function readMirror({ outputs }: Update, name: string): Promise<Tree> {
    const { pinned = "" } = (outputs.images as Record<string, { pinned?: string }>)[name] ?? {};
    const { address } = project.world.sandbox;
    const publisher = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
    const image = `${SEED_OWNER.toLowerCase()}/${name}`;
    const tree = await new RegistryUser(address, publisher).readTree(image, "1");
    expect(pinned).toBe(`${address}/${image}:1@${tree.digest}`);
    return tree;
  }

  /** The id that the daemon gives an image is the digest of its configuration. */
  async function idOf(reference: string): Promise<string> {
    return (
      await getDaemon().docker("image", "inspect", "--format", "{{.Id}}", reference)
    ).stdout.trim();
  }

  test("are pulled if they are missing, tagged and pushed, and then unchanged", async () => {
    expect(await idOf(pulled)).toBe("");
    const update = await stack.up();
    expect((await readMirror(update, "only-here")).below).toContain(await idOf(image));
    expect((await readMirror(update, "pulled")).below).toContain(await idOf(pulled));
    expect(listChanges(await stack.up())).toEqual([]);
  });

  test("are pushed again after they moved, with a refresh", async () => {
    const first = await idOf(image);
    importImage(image, "second");
    const second = await idOf(image);
    expect(second).not.toBe(first);
    const update = await stack.up({ refresh: true });
    expect((await readMirror(update, "only-here")).below).toContain(second);
    expect(listChanges(await stack.up())).toEqual([]);
  });
}

/** BuildKit's image, of the programs that this machine has. */
async function importBuildKit(): Promise<void> {
  const programs = await project.toolchain.buildKit();
  const root = join(folder, "buildkit");
  const bin = join(root, "usr", "bin");
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(root, "tmp"));
  copyFileSync(programs.buildkitd, join(bin, "buildkitd"));
  copyFileSync(pathOf("buildctl"), join(bin, "buildctl"));
  copyFileSync(programs.runc, join(bin, "runc"));
  const { stdout: libraries } = spawnSync("ldd", [join(bin, "runc")], { encoding: "utf8" });
  for (const [library] of libraries.matchAll(/\/\S+/g)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  getDaemon().importFolder(
    `moby/buildkit:v${buildkitd.version}`,
    root,
    'ENTRYPOINT ["/usr/bin/buildkitd"]',
    "ENV PATH=/usr/bin",
    "VOLUME /var/lib/buildkit",
  );
}

function testStart(): void {
  let clone: string;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    clone = join(folder, "clone");
    createClone(clone);
    const settings = join(folder, "docker");
    mkdirSync(join(settings, "cli-plugins"), { recursive: true });
    symlinkSync(pathOf("docker-buildx"), join(settings, "cli-plugins", "docker-buildx"));
    environment = { ...process.env, DOCKER_HOST: getDaemon().host, DOCKER_CONFIG: settings };
    await importBuildKit();
  }, 600_000);

  function start(): ReturnType<typeof spawn> & { text: string } {
    const child = spawn(process.execPath, ["scripts/run.mjs", "scripts/start.ts"], {
      ...{ cwd: clone, env: environment, stdio: ["ignore", "pipe", "pipe"] },
    });
    children.push(child);
    const started = Object.assign(child, { text: "" });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (started.text += text));
    return started;
  }

  async function waitFor(isDone: () => boolean | Promise<boolean>): Promise<void> {
    // Until the test's timeout.
    while (!(await isDone())) await sleep(100);
  }

  async function listRemains(): Promise<string> {
    const containers = await getDaemon().docker("ps", "--all", "--quiet");
    const volumes = await getDaemon().docker("volume", "ls", "--quiet");
    return containers.output + volumes.output;
  }

  test("builds with BuildKit in a container, which is removed at the end", async () => {
    const started = start();
    await waitFor(() => started.exitCode !== null);
    expect({ code: started.exitCode, output: started.exitCode === 0 ? "" : started.text }).toEqual({
      code: 0,
      output: "",
    });
    expect(started.text).toContain(`, BuildKit ${buildkitd.version} in Docker`);
    expect(started.text).toContain("2 images are in the registry under their digests");
    expect(await listRemains()).toBe("");
    // Docker's own settings are as before.
    const { DOCKER_CONFIG = "" } = environment;
    const { stdout } = spawnSync("docker", ["buildx", "ls", "--format", "{{.Name}}"], {
      env: environment,
      encoding: "utf8",
    });
    expect(stdout.trim().split("\n").sort()).toEqual(["default", "default"]);
    expect(() => readFileSync(join(DOCKER_CONFIG, "config.json"))).toThrow("ENOENT");
  }, 240_000);

  test("leaves no container behind when it is killed", async () => {
    const started = start();
    await waitFor(() => started.text.includes("[2/4] Sandbox: "));
    expect(await listRemains()).not.toBe("");
    started.kill("SIGKILL");
    await waitFor(async () => (await listRemains()) === "");
  }, 240_000);
}

if (daemonObstacle === undefined) {
  withClients(["pulumi-resource-docker", "buildctl", "docker-buildx"], defineTests);
} else {
  test.skip(daemonObstacle, () => undefined);
}

it("package.json pins the version of the plugin that is installed", () => {
  const require = createRequire(__filename);
  const { version } = require("@pulumi/docker/package.json") as { version: string };
  const { dependencies } = require("../../package.json") as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["@pulumi/docker"]).toBe(version);
});
