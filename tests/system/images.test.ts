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
import { RegistryClient } from "../../core/registry/client";
import { parseLock } from "../../core/deploy";
import { parseReference } from "../../core/oci/reference";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { isWrite, Project, type Operation, type Update } from "./support/project";

const imageType = "docker-build:index:Image";
/** Has its cache in the registry, and is pushed slowly. */
const slowPackage = "f1bonacci66/civilx-universe/assets";

const builtByWorkflow = {
  context: "examples/universe",
  contexts: { base: ".sandbox/base" },
  tags: ["{{version}}"],
  build: "actions",
};

let project: Project;
let first: Update;
let commit: string;
const clones: string[] = [];

/** The tests depend on each other: the program is in a Git repository, which has other clones. */
beforeAll(async () => {
  project = await Project.open();
  writeFileSync(join(project.folder, ".gitignore"), "node_modules\n.sandbox\n");
  configure({
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
      packageVisibility: "private",
    },
    "civilx-universe/later": { context: "examples/assets", build: "actions" },
  });
  project.configure({ "ghcr:version": "v1.2.3" });
  runGit("init", "--quiet", "--initial-branch=main");
  commit = commitAll("The program");
}, 600_000);

afterAll(async () => {
  await project.close();
  for (const clone of clones) rmSync(clone, { recursive: true, force: true });
});

function runGit(...args: string[]): string {
  const who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
  return execFileSync("git", [...who, ...args], { cwd: project.folder, encoding: "utf8" }).trim();
}

function commitAll(message: string): string {
  runGit("add", "--all");
  runGit("commit", "--quiet", "--message", message);
  return runGit("rev-parse", "HEAD");
}

function configure(images: Readonly<Record<string, unknown>>): void {
  project.configure({ "ghcr:repositories": { "civilx-universe": { create: true, images } } });
}

/** Clones the repository to another folder with another umask, as another user. */
function createClone(umask: string): Project {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-clone-"))), "elsewhere");
  clones.push(folder);
  // The shell sets the umask only for git.
  const line = 'umask "$1" && git clone --quiet "$2" "$3"';
  execFileSync("sh", ["-c", line, "sh", umask, project.folder, folder]);
  mkdirSync(join(folder, ".sandbox"));
  const base = join(".sandbox", "base");
  cpSync(join(project.folder, base), join(folder, base), { recursive: true });
  symlinkSync(join(project.folder, "node_modules"), join(folder, "node_modules"));
  execFileSync("chown", ["--recursive", "--no-dereference", "12345:12345", folder]);
  return project.openClone(folder, {
    // git rejects another user's clone unless it is listed as safe.
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: folder,
  });
}

function listChanges(operations: readonly Operation[]): readonly string[] {
  return operations
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, type, name }) => `${operation} ${type} ${name}`)
    .sort();
}

interface PublishedImage {
  readonly reference: string;
  readonly tags?: readonly string[];
  readonly pinned?: string;
  readonly digest?: string;
}

function getImage(update: Update, name: string): PublishedImage {
  return (update.outputs.images as Record<string, PublishedImage>)[name] ?? { reference: "none" };
}

function createRegistryClient(): RegistryClient {
  const registryHost = project.world.sandbox.address;
  return new RegistryClient({
    registry: registryHost,
    username: SEED_OWNER,
    token: PUBLISHER_TOKEN,
  });
}

test("the preview of a new stack shows every resource, and builds nothing", async () => {
  await project.forgetRequests();
  const operations = await project.preview();
  expect(listChanges(operations)).toEqual([
    `create ${imageType} civilx-universe`,
    `create ${imageType} civilx-universe/assets`,
    "create ghcr:index:ContainerImage civilx-universe",
    "create ghcr:index:ContainerImage civilx-universe/assets",
    "create ghcr:index:ExternalImage civilx-universe/later",
    "create ghcr:index:PackageVisibility civilx-universe/assets",
    "create ghcr:index:PublishingRepository civilx-universe",
    "create github:index/actionsSecret:ActionsSecret civilx-universe-secret",
    "create github:index/repository:Repository civilx-universe",
    "create github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions civilx-universe-workflow-permissions",
    "create pulumi:providers:docker-build default_0_0_22",
    "create pulumi:providers:github github",
    "create pulumi:providers:pulumi default",
    "create pulumi:pulumi:Stack pulumi-ghcr-dev",
  ]);
  // The preflight only reads the image that a workflow builds, and the engine asks before it builds
  // a release. A package that was never pushed is not read.
  const requests = await project.listRequests();
  expect(requests.filter(({ path }) => path.includes("/packages"))).toEqual([]);
  const manifests = requests.filter(({ path }) => path.includes("/manifests/"));
  const requested = manifests.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(requested)).toEqual(
    new Set([
      "GET /v2/f1bonacci66/civilx-universe/later/manifests/v1.2.3",
      "GET /v2/f1bonacci66/civilx-universe/manifests/1.2.3",
    ]),
  );
});

test("the first update pushes each tag, and annotates the index with version and commit", async () => {
  const match = { method: "PUT", path: `/v2/${slowPackage}/manifests/edge` };
  const order = { match, fault: { type: "delay", milliseconds: 4000 } };
  await project.control("faults", { method: "POST", body: JSON.stringify(order) });
  first = await project.up();
  const { address } = project.world.sandbox;
  const universe = getImage(first, "civilx-universe");
  expect(universe.reference).toBe(`${address}/f1bonacci66/civilx-universe:1.2.3`);
  const tags = ["1.2.3", "1.2", `sha-${commit.slice(0, 7)}`, "latest"];
  expect(
    [...(await createRegistryClient().readTags("f1bonacci66/civilx-universe"))].sort(),
  ).toEqual([...tags].sort());
  expect(universe.tags).toEqual(tags.map((tag) => `${address}/f1bonacci66/civilx-universe:${tag}`));
  expect(await createRegistryClient().readTags(slowPackage)).toEqual(["edge"]);
  expect(await createRegistryClient().readTags(`${slowPackage}/buildcache`)).toEqual([
    "linux-amd64-linux-arm64",
  ]);
  const readAnnotations = async (name: string): Promise<object> => {
    const { annotations } = await createRegistryClient().readManifest(
      parseReference(getImage(first, name).pinned ?? ""),
    );
    return annotations;
  };
  const key = "org.opencontainers.image";
  const source = "https://github.com/F1bonacci66/civilx-universe";
  const always = { [`${key}.source`]: source, [`${key}.revision`]: commit };
  expect(await readAnnotations("civilx-universe")).toEqual({
    ...always,
    [`${key}.version`]: "v1.2.3",
  });
  // Its tags do not contain the version.
  expect(await readAnnotations("civilx-universe/assets")).toEqual(always);
});

test("a package is linked at its first push, even if its cache was pushed before", async () => {
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

test("an image that the workflow has not built yet is not pinned, and is reported", () => {
  const { address } = project.world.sandbox;
  const reference = `${address}/f1bonacci66/civilx-universe/later:v1.2.3`;
  expect(getImage(first, "civilx-universe/later")).toEqual({ reference });
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
  // The address of the token service was requested before.
  expect(requests.map(({ status }) => status)).toEqual([404]);
});

test("an image does not depend on the commit, clone, time or user, but on the umask, which chmod corrects", async () => {
  writeFileSync(join(project.folder, "README.md"), "Nothing of an image\n");
  writeFileSync(join(project.folder, "examples", "README.md"), "Nor this\n");
  expect(commitAll("Elsewhere")).not.toBe(commit);
  const clone = createClone("077");
  // The file modes are part of the image, so the update would move the tag of a release.
  // tests/system/push.test.ts stops the update for the same reason.
  const { output, requests } = await clone.expectPreviewToFail();
  const { reference, digest = "" } = getImage(first, "civilx-universe");
  expect(output).toContain(
    `${reference} is already published from commit ${commit} as ${digest}; this update would move it`,
  );
  expect(output).toContain("npx pulumi-ghcr push --bump patch");
  expect(requests.filter(isWrite)).toEqual([]);
  execFileSync("chmod", ["--recursive", "u=rwX,go=rX", join(clone.folder, "examples")]);
  const update = await clone.up();
  expect(listChanges(update.operations)).toEqual([]);
  expect(update.requests.filter(isWrite)).toEqual([]);
  expect(update.outputs).toEqual(first.outputs);
});

test("a renamed image is pushed again, and one that is removed or moves to the workflow is kept", async () => {
  const { pinned, digest } = getImage(first, "civilx-universe");
  configure({
    "civilx-universe": builtByWorkflow,
    "civilx-universe/static": {
      context: "examples/assets",
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["edge"],
      cache: "gha",
    },
  });
  const update = await project.up();
  expect(listChanges(update.operations)).toEqual([
    `create ${imageType} civilx-universe/static`,
    "create ghcr:index:ContainerImage civilx-universe/static",
    `delete ${imageType} civilx-universe`,
    `delete ${imageType} civilx-universe/assets`,
    "delete ghcr:index:ContainerImage civilx-universe/assets",
    "delete ghcr:index:ExternalImage civilx-universe/later",
    "delete ghcr:index:PackageVisibility civilx-universe/assets",
  ]);
  // A new build would contain another time; this one comes from the builder's cache.
  const { digest: renamed } = getImage(update, "civilx-universe/static");
  expect(renamed).toBe(getImage(first, "civilx-universe/assets").digest);
  // Pulumi only removes them from the state; nothing is deleted from the registry.
  const deleted = update.requests.filter(({ method }) => method === "DELETE");
  expect(deleted.filter(({ path }) => !path.includes("/blobs/uploads/"))).toEqual([]);
  expect(getImage(update, "civilx-universe")).toMatchObject({ pinned, digest });
  // The component uses the preflight's response.
  const read = update.requests.filter(({ path }) => path.endsWith("/manifests/1.2.3"));
  expect(read.map(({ method, status }) => [method, status])).toEqual([["GET", 200]]);
  const { address } = project.world.sandbox;
  expect(update.output).toContain(
    `${address}/f1bonacci66/civilx-universe/assets is no longer in the stack`,
  );
  expect(update.output).not.toContain("civilx-universe/later is no longer");
  const assets = parseReference(getImage(first, "civilx-universe/assets").pinned ?? "");
  expect((await createRegistryClient().readManifest(assets)).digest).toBe(assets.digest);
});

test("an image keeps its last known digest, marked, until the workflow has built the version", async () => {
  const { address } = project.world.sandbox;
  const name = `${address}/f1bonacci66/civilx-universe`;
  const { pinned = "", digest } = getImage(first, "civilx-universe");
  project.configure({ "ghcr:version": "v1.3.0" });
  const kept = await project.up();
  const reference = `${name}:1.3.0`;
  const isLastKnown = true;
  const image = getImage(kept, "civilx-universe");
  expect(image).toMatchObject({ reference, pinned, digest, isLastKnown });
  expect(image).not.toHaveProperty("tags");
  expect(kept.output).toContain(`${reference} does not exist yet, so ${pinned} stays pinned`);
  const {
    __compose: compose,
    __dotenv: dotenv,
    __kustomization: kustomization,
    __lock: lock,
  } = kept.outputs;
  for (const file of [compose, dotenv, kustomization]) {
    expect(file).toContain(
      `# ${reference} could not be read, so the last known image stays pinned`,
    );
  }
  expect(compose).toContain(`    image: ${pinned}`);
  expect(parseLock(String(lock))["civilx-universe"]).toMatchObject({ pinned, isLastKnown });
});

test("an image that moves to another repository keeps its package and gets a new source, and one that the workflow has built since is pinned", async () => {
  const { address } = project.world.sandbox;
  const reference = `${address}/f1bonacci66/civilx-universe:1.3.0`;
  // As the workflow does.
  const built = await moveTag(address, "civilx-universe", "1.3.0", "1.2.3");
  const images = {
    "civilx-universe/static": {
      context: "examples/assets",
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["edge"],
      cache: "gha",
    },
  };
  const abacus = { create: true, images };
  const universe = { create: true, images: { "civilx-universe": builtByWorkflow } };
  project.configure({ "ghcr:repositories": { "civilx-universe": universe, abacus } });
  const update = await project.up();
  expect(listChanges(update.operations)).toEqual([
    "create ghcr:index:PublishingRepository abacus",
    "create github:index/actionsSecret:ActionsSecret abacus-secret",
    "create github:index/repository:Repository abacus",
    "create github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions abacus-workflow-permissions",
    `update ${imageType} civilx-universe/static`,
  ]);
  const pinned = parseReference(getImage(update, "civilx-universe/static").pinned ?? "");
  const { annotations } = await createRegistryClient().readManifest(pinned);
  expect(annotations).toMatchObject({
    "org.opencontainers.image.source": "https://github.com/F1bonacci66/abacus",
  });
  const switched = getImage(update, "civilx-universe");
  expect(switched).toMatchObject({ reference, pinned: `${reference}@${built}`, digest: built });
  expect(switched).not.toHaveProperty("isLastKnown");
  expect(update.outputs.__compose).not.toContain("#");
});
