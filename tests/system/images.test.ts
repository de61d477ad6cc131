import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import { ContainerImage } from "../../components";
import { RegistryClient } from "../../core/registry/client";
import { parseReference } from "../../core/oci/reference";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project, type Operation, type Update } from "./support/project";

const image = "docker-build:index:Image";
/** Keeps its cache in the registry, and is pushed slowly. */
const slowPackage = "f1bonacci66/civilx-universe/assets";

let project: Project;
let first: Update;
let commit: string;
const clones: string[] = [];

/** The tests are one story of the program in a repository, and of other clones of it. */
beforeAll(async () => {
  project = await Project.open();
  writeFileSync(join(project.folder, ".gitignore"), "node_modules\n.sandbox\ninline*\n");
  await configure({
    "civilx-universe": {
      context: "examples/universe",
      contexts: { base: ".sandbox/base" },
      tags: ["{{version}}", "{{major}}.{{minor}}", "sha-{{commit}}", "latest"],
      cache: "inline",
    },
    "civilx-universe/assets": {
      context: "examples/assets",
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["edge"],
      cache: "registry",
    },
    "civilx-universe/later": { context: "examples/assets", build: "actions" },
  });
  await project.stack.setConfig("ghcr:version", { value: "v1.2.3" });
  git("init", "--quiet", "--initial-branch=main");
  commit = commitAll("The program");
}, 600_000);

afterAll(async () => {
  await project.close();
  for (const clone of clones) rmSync(clone, { recursive: true, force: true });
});

function git(...args: string[]): string {
  const who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
  return execFileSync("git", [...who, ...args], { cwd: project.folder, encoding: "utf8" }).trim();
}

function commitAll(message: string): string {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
  return git("rev-parse", "HEAD");
}

async function configure(images: Readonly<Record<string, unknown>>): Promise<void> {
  const value = JSON.stringify({ "civilx-universe": { create: true, images } });
  await project.stack.setConfig("ghcr:repositories", { value });
}

/** The repository once more in another folder, cloned under another umask, as another user. */
async function cloned(umask: string): Promise<Project> {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-clone-"))), "elsewhere");
  clones.push(folder);
  // The shell sets the umask for git alone.
  const line = 'umask "$1" && git clone --quiet "$2" "$3"';
  execFileSync("sh", ["-c", line, "sh", umask, project.folder, folder]);
  mkdirSync(join(folder, ".sandbox"));
  const base = join(".sandbox", "base");
  cpSync(join(project.folder, base), join(folder, base), { recursive: true });
  symlinkSync(join(project.folder, "node_modules"), join(folder, "node_modules"));
  execFileSync("chown", ["--recursive", "--no-dereference", "12345:12345", folder]);
  return project.at(folder, {
    // Whose clone it is would not be asked to trust it; the test is somebody else.
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: folder,
  });
}

function changed(operations: readonly Operation[]): readonly string[] {
  return operations
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, type, name }) => `${operation} ${type} ${name}`)
    .sort();
}

interface Inputs {
  readonly reference: string;
  readonly tags?: readonly string[];
  readonly pinned?: string;
  readonly digest?: string;
}

function readInputs(update: Update, name: string): Inputs {
  return (update.outputs.images as Record<string, Inputs>)[name] ?? { reference: "none" };
}

function registry(): RegistryClient {
  const registryHost = project.world.sandbox.address;
  return new RegistryClient({
    registry: registryHost,
    username: SEED_OWNER,
    token: PUBLISHER_TOKEN,
  });
}

test("a preview of a new stack shows every resource, and builds nothing", async () => {
  await project.forgetRequests();
  const operations = await project.preview();
  expect(changed(operations)).toEqual([
    `create ${image} civilx-universe`,
    `create ${image} civilx-universe/assets`,
    "create ghcr:index:ContainerImage civilx-universe",
    "create ghcr:index:ContainerImage civilx-universe/assets",
    "create ghcr:index:ExternalImage civilx-universe/later",
    "create ghcr:index:PublishingRepository civilx-universe",
    "create github:index/actionsSecret:ActionsSecret civilx-universe-secret",
    "create github:index/repository:Repository civilx-universe",
    "create github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions civilx-universe-workflow-permissions",
    "create pulumi:providers:docker-build default_0_0_22",
    "create pulumi:providers:github github",
    "create pulumi:providers:pulumi default",
    "create pulumi:pulumi:Stack pulumi-ghcr-dev",
  ]);
  // The preflight asks what a workflow pushed; nothing else.
  const manifests = (await project.requests()).filter(({ path }) => path.includes("/manifests/"));
  const requested = manifests.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(requested)).toEqual(
    new Set(["GET /v2/f1bonacci66/civilx-universe/later/manifests/v1.2.3"]),
  );
});

test("the first up pushes each tag, and names version and commit in label and index", async () => {
  const match = { method: "PUT", path: `/v2/${slowPackage}/manifests/edge` };
  const order = { match, fault: { type: "delay", milliseconds: 4000 } };
  await project.control("faults", { method: "POST", body: JSON.stringify(order) });
  first = await project.up();
  const { address } = project.world.sandbox;
  const universe = readInputs(first, "civilx-universe");
  expect(universe.reference).toBe(`${address}/f1bonacci66/civilx-universe:1.2.3`);
  const tags = ["1.2.3", "1.2", `sha-${commit.slice(0, 7)}`, "latest"];
  expect([...(await registry().readTags("f1bonacci66/civilx-universe"))].sort()).toEqual(
    [...tags].sort(),
  );
  expect(universe.tags).toEqual(tags.map((tag) => `${address}/f1bonacci66/civilx-universe:${tag}`));
  expect(await registry().readTags(slowPackage)).toEqual(["edge"]);
  expect(await registry().readTags(`${slowPackage}/buildcache`)).toEqual([
    "linux-amd64-linux-arm64",
  ]);
  const about = async (name: string): Promise<object> => {
    const { annotations } = await registry().readManifest(
      parseReference(readInputs(first, name).pinned ?? ""),
    );
    return annotations;
  };
  const key = "org.opencontainers.image";
  const source = "https://github.com/F1bonacci66/civilx-universe";
  const always = { [`${key}.source`]: source, [`${key}.revision`]: commit };
  expect(await about("civilx-universe")).toEqual({ ...always, [`${key}.version`]: "v1.2.3" });
  // No version is in its tags.
  expect(await about("civilx-universe/assets")).toEqual(always);
});

test("a package is linked at its first push, though its cache was pushed before", async () => {
  const tagged = first.requests
    .filter(({ method, path }) => method === "PUT" && path.startsWith(`/v2/${slowPackage}`))
    .map(({ path }) => path)
    .filter((path) => path.includes("/manifests/") && !path.includes("sha256:"));
  // BuildKit pushes both at the same time (0.31, solver/llbsolver/solver.go).
  expect(tagged).toEqual([
    `/v2/${slowPackage}/buildcache/manifests/linux-amd64-linux-arm64`,
    `/v2/${slowPackage}/manifests/edge`,
  ]);
  const { address } = project.world.sandbox;
  const [, ...parts] = slowPackage.split("/");
  const name = encodeURIComponent(parts.join("/"));
  const response = await fetch(`http://${address}/users/${SEED_OWNER}/packages/container/${name}`, {
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
  });
  expect(await response.json()).toMatchObject({
    visibility: "private",
    repository: { full_name: "F1bonacci66/civilx-universe" },
  });
});

test("does not pin an image that the workflow has not built yet, and reports it", () => {
  const { address } = project.world.sandbox;
  const reference = `${address}/f1bonacci66/civilx-universe/later:v1.2.3`;
  expect(readInputs(first, "civilx-universe/later")).toEqual({ reference });
  expect(first.output).toContain(`${reference} does not exist yet, so nothing is pinned`);
  expect(first.output).toContain("Run the workflow that builds it");
  expect(first.outputs.findings).toEqual([
    {
      setting: "ghcr:repositories.civilx-universe.images.civilx-universe/later",
      message: `${reference} does not exist yet, so nothing is pinned`,
      fix: [expect.stringContaining("Run the workflow that builds it")],
    },
  ]);
  const requests = first.requests.filter(({ path }) => path.includes("/later/manifests/"));
  // Where the registry wants its login was asked before.
  expect(requests.map(({ status }) => status)).toEqual([404]);
});

test("migrates an earlier state, where both were one component, without changes", async () => {
  const before = "ghcr:index:ContainerImage::civilx-universe/later";
  const now = "ghcr:index:ExternalImage::civilx-universe/later";
  const text = JSON.stringify(await project.stack.exportStack());
  expect(text).toContain(now);
  const old = text.replaceAll("ghcr:index:ExternalImage", "ghcr:index:ContainerImage");
  await project.stack.importStack(JSON.parse(old) as Deployment);
  const update = await project.up();
  expect(changed(update.operations)).toEqual([]);
  const after = JSON.stringify(await project.stack.exportStack());
  expect([after.includes(before), after.includes(now)]).toEqual([false, true]);
});

test("is not affected by another commit, clone, clock or user; another umask is a change, and chmod reverts it", async () => {
  writeFileSync(join(project.folder, "README.md"), "Nothing of an image\n");
  writeFileSync(join(project.folder, "examples", "README.md"), "Nor this\n");
  expect(commitAll("Elsewhere")).not.toBe(commit);
  const clone = await cloned("077");
  // The modes of the files are in the image, so it would be another one.
  expect(changed(await clone.preview())).toEqual([
    `update ${image} civilx-universe`,
    `update ${image} civilx-universe/assets`,
  ]);
  execFileSync("chmod", ["--recursive", "u=rwX,go=rX", join(clone.folder, "examples")]);
  const update = await clone.up();
  expect(changed(update.operations)).toEqual([]);
  expect(update.requests.filter(isWrite)).toEqual([]);
  expect(update.outputs).toEqual(first.outputs);
});

test("pushes a renamed image again, and keeps an image that is removed or moves to the workflow", async () => {
  const { pinned, digest } = readInputs(first, "civilx-universe");
  await configure({
    "civilx-universe": {
      context: "examples/universe",
      contexts: { base: ".sandbox/base" },
      tags: ["{{version}}"],
      build: "actions",
    },
    "civilx-universe/static": {
      context: "examples/assets",
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["edge"],
      cache: "gha",
    },
  });
  const update = await project.up();
  expect(changed(update.operations)).toEqual([
    `create ${image} civilx-universe/static`,
    "create ghcr:index:ContainerImage civilx-universe/static",
    `delete ${image} civilx-universe`,
    `delete ${image} civilx-universe/assets`,
    "delete ghcr:index:ContainerImage civilx-universe/assets",
    "delete ghcr:index:ExternalImage civilx-universe/later",
  ]);
  // Built anew, its history would tell another time: all of it comes from the builder's cache.
  const { digest: renamed } = readInputs(update, "civilx-universe/static");
  expect(renamed).toBe(readInputs(first, "civilx-universe/assets").digest);
  // The engine only forgets them: the registry was asked to delete nothing.
  const deleted = update.requests.filter(({ method }) => method === "DELETE");
  expect(deleted.filter(({ path }) => !path.includes("/blobs/uploads/"))).toEqual([]);
  expect(readInputs(update, "civilx-universe")).toMatchObject({ pinned, digest });
  // The preflight asked, and the component took its answer.
  const read = update.requests.filter(({ path }) => path.endsWith("/manifests/1.2.3"));
  expect(read.map(({ method, status }) => [method, status])).toEqual([["GET", 200]]);
  const { address } = project.world.sandbox;
  expect(update.output).toContain(
    `${address}/f1bonacci66/civilx-universe/assets is no longer in the stack`,
  );
  expect(update.output).not.toContain("civilx-universe/later is no longer");
  const assets = parseReference(readInputs(first, "civilx-universe/assets").pinned ?? "");
  expect((await registry().readManifest(assets)).digest).toBe(assets.digest);
});

test("keeps the package of an image that moves to another repository, with a new source", async () => {
  const images = {
    "civilx-universe/static": {
      context: "examples/assets",
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["edge"],
      cache: "gha",
    },
  };
  const value = JSON.stringify({
    "civilx-universe": { create: true },
    abacus: { create: true, images },
  });
  await project.stack.setConfig("ghcr:repositories", { value });
  const update = await project.up();
  expect(changed(update.operations)).toEqual([
    "create ghcr:index:PublishingRepository abacus",
    "create github:index/actionsSecret:ActionsSecret abacus-secret",
    "create github:index/repository:Repository abacus",
    "create github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions abacus-workflow-permissions",
    "delete ghcr:index:ExternalImage civilx-universe",
    `update ${image} civilx-universe/static`,
  ]);
  const pinned = parseReference(readInputs(update, "civilx-universe/static").pinned ?? "");
  const { annotations } = await registry().readManifest(pinned);
  expect(annotations).toMatchObject({
    "org.opencontainers.image.source": "https://github.com/F1bonacci66/abacus",
  });
});

test("builds in a preview if the setting says so, and pushes nothing", async () => {
  const context = join(project.folder, "inline-preview");
  const dockerfile = join(context, "Dockerfile");
  mkdirSync(context);
  writeFileSync(dockerfile, "FROM scratch\nCOPY missing /\n");
  let buildOnPreview = false;
  const stack = await project.inline(() => {
    const args = { owner: SEED_OWNER, image: "shown", registry: project.world.sandbox.address };
    const login = { username: SEED_OWNER, token: PUBLISHER_TOKEN };
    const source = "https://github.com/F1bonacci66/civilx-universe";
    new ContainerImage("shown", { ...args, ...login, source, context, buildOnPreview });
    return Promise.resolve();
  });
  await project.forgetRequests();
  await stack.preview();
  buildOnPreview = true;
  await expect(stack.preview()).rejects.toThrow(/missing.*not found/);
  writeFileSync(dockerfile, "FROM scratch\nCOPY Dockerfile /\n");
  await stack.preview();
  expect((await project.requests()).filter(isWrite)).toEqual([]);
});

test("keeps an image that a program renames with an alias", async () => {
  const context = join(project.folder, "inline-context");
  mkdirSync(context);
  writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
  let [name, aliases] = ["old", [] as { name: string }[]];
  const stack = await project.inline(() => {
    const args = { owner: SEED_OWNER, image: "renamed", registry: project.world.sandbox.address };
    const login = { username: SEED_OWNER, token: PUBLISHER_TOKEN };
    const source = "https://github.com/F1bonacci66/civilx-universe";
    new ContainerImage(name, { ...args, ...login, source, context }, { aliases });
    return Promise.resolve();
  });
  await stack.up();
  [name, aliases] = ["new", [{ name: "old" }]];
  const { summary } = await stack.up();
  expect(summary.resourceChanges).toEqual({ same: 3 });
});
