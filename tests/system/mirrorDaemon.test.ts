import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findOnPath } from "../../core/process/child";
import { listChanges } from "./support/changes";
import { Project } from "./support/project";

const { version } = createRequire(__filename)("@pulumi/docker/package.json") as { version: string };
const plugin = "pulumi-resource-docker";

/** The path of the plugin that only this mode needs: in Pulumi's folder, or on PATH. */
function findPlugin(): string | undefined {
  const { PULUMI_HOME = join(homedir(), ".pulumi") } = process.env;
  const kept = join(PULUMI_HOME, "plugins", `resource-docker-v${version}`, plugin);
  return existsSync(kept) ? kept : findOnPath(plugin);
}

function runDocker(...args: readonly string[]): { readonly code: number; readonly output: string } {
  const options = { encoding: "utf8", timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync("docker", args, options);
  return { code: status ?? 1, output: `${stdout}${stderr}`.trim() };
}

/** The missing requirements of this test, which no other test has. */
function listMissing(): readonly string[] {
  const path = findPlugin();
  const isDaemonHere = findOnPath("docker") !== undefined && runDocker("version").code === 0;
  return [
    ...(path === undefined ? [`Pulumi's plugin docker ${version} is not installed`] : []),
    ...(isDaemonHere ? [] : ["no Docker daemon responds"]),
  ];
}

const missing = listMissing();
if (missing.length > 0) {
  // `npm test` lists it as not tested: then only tests/components cover this mode.
  test.skip(`mirrors of images of the Docker daemon: ${missing.join(", and ")}`, () => undefined);
} else {
  describe("an image that only the Docker daemon has", () => {
    const image = "pulumi-ghcr-sample/only-here:1";
    let project: Project;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-daemon-"));
      writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
      expect(runDocker("build", "--tag", image, folder).code).toBe(0);
      project = await Project.open();
      const onlyHere = { from: `docker.io/${image}`, mode: "daemon" };
      project.configure({ "ghcr:mirrors": { "only-here": onlyHere } });
    }, 600_000);

    afterAll(async () => {
      const pushed = `${project.world.sandbox.address}/f1bonacci66/only-here:1`;
      runDocker("image", "rm", image, pushed);
      await project.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("is pushed once, unchanged", async () => {
      const { PATH = process.env.PATH ?? "" } = project.world.environment;
      const path = `${PATH}${delimiter}${dirname(findPlugin() ?? "")}`;
      const stack = project.openClone(project.folder, { PATH: path });
      const id = runDocker("image", "inspect", image);
      const { outputs } = await stack.up();
      const images = outputs.images as Record<string, { digest: string; pinned: string }>;
      const { digest = "", pinned = "" } = images["only-here"] ?? {};
      expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      runDocker("image", "rm", image);
      expect(runDocker("pull", pinned).code).toBe(0);
      const [{ Id: before }] = JSON.parse(id.output) as [{ Id: string }];
      expect(runDocker("image", "inspect", "--format", "{{.Id}}", pinned).output).toBe(before);
      expect(listChanges({ operations: await stack.preview() })).toEqual([]);
    });
  });
}

it("package.json pins the version of the plugin that is installed", () => {
  const lock = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(lock.dependencies["@pulumi/docker"]).toBe(version);
});
