import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { recoverStack, StackBusy } from "../../scripts/recover";
import { repositoryExists } from "../../scripts/world";
import { run } from "../../toolchain";
import { Project } from "./support/project";
import { processesOf } from "./support/processes";
import { Proxy } from "./support/proxy";

let project: Project;
let proxy: Proxy;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await proxy.close();
  await project.close();
});

function locks(): string {
  const folder = [".pulumi", "locks", "organization", "pulumi-ghcr", "dev"];
  return join(project.world.backend, ...folder);
}

function recover(): Promise<readonly string[]> {
  return recoverStack({
    pulumi: project.engine.pulumi,
    program: project.folder,
    stack: "dev",
    environment: project.world.environment,
    backend: project.world.backend,
    repositoryExists: (name) => repositoryExists(project.world, name),
  });
}

/** The tests are one story: each goes on where the one before it ended. */
describe("a Pulumi that was killed while GitHub made the repository", () => {
  test("leaves a lock, and a repository that the state does not know", async () => {
    let swallowed = false;
    proxy = await Proxy.open(
      project.world.sandbox.address,
      (method, path) => !swallowed && method === "POST" && path.endsWith("/user/repos"),
      () => {
        swallowed = true;
        const [lock = ""] = readdirSync(locks());
        const { pid } = JSON.parse(readFileSync(join(locks(), lock), "utf8")) as { pid: number };
        process.kill(pid, "SIGKILL");
        // Its plugins and its program do not notice; they would stay for minutes.
        for (const { pid: other, line } of processesOf(project.folder)) {
          if (/pulumi-(language|resource)-|cmd\/run/.test(line)) process.kill(other, "SIGKILL");
        }
      },
    );
    const { code } = await run(
      project.engine.pulumi,
      ["up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"],
      {
        cwd: project.folder,
        environment: { ...project.world.environment, GITHUB_BASE_URL: proxy.url },
      },
    );
    expect(code).not.toBe(0);
    expect(await repositoryExists(project.world, "civilx-universe")).toBe(true);
    const { output } = await project.upThatFails();
    expect(output).toContain("the stack is currently locked by 1 lock(s)");
  });

  test("is recovered: the lock goes, the repository is taken into the state", async () => {
    expect(await recover()).toEqual([
      "An update was broken off earlier: its lock is taken away.",
      "The repository civilx-universe was made just before that: it is taken into the state.",
    ]);
    const update = await project.up();
    expect(update.operations.filter(({ operation }) => operation === "create")).not.toHaveLength(0);
    const created = update.requests.filter(({ method, path }) => {
      return method === "POST" && path.endsWith("/user/repos");
    });
    expect(created).toEqual([]);
    expect(Object.keys(update.outputs.images as object)).toHaveLength(2);
  });

  test("a stack in good order is left alone", async () => {
    const before = project.state();
    expect(await recover()).toEqual([]);
    expect(project.state()).toBe(before);
  });

  test("a living Pulumi's lock is respected", async () => {
    const lock = join(locks(), "living.json");
    mkdirSync(locks(), { recursive: true });
    writeFileSync(lock, JSON.stringify({ pid: process.pid, hostname: hostname() }));
    await expect(recover()).rejects.toThrow(StackBusy);
    rmSync(lock);
  });
});
