import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readBackImages } from "../../cli/readBack";
import type { Reference } from "../../core/oci/reference";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { findFilesWith, isWrite, Project, type Update } from "./support/project";

/** The resources of the dev stack, by type and name. */
const resources = [
  "pulumi:pulumi:Stack pulumi-ghcr-dev",
  // The preflight reads the state of the last update through it.
  "pulumi:providers:pulumi default",
  "pulumi:providers:github github",
  "ghcr:index:PublishingRepository civilx-universe",
  "github:index/repository:Repository civilx-universe",
  "github:index/actionsSecret:ActionsSecret civilx-universe-secret",
  "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions civilx-universe-workflow-permissions",
  "ghcr:index:ContainerImage civilx-universe",
  "ghcr:index:ContainerImage civilx-universe/assets",
  "pulumi:providers:docker-build default_0_0_22",
  "docker-build:index:Image civilx-universe",
  "docker-build:index:Image civilx-universe/assets",
];

const sourceKey = "org.opencontainers.image.source";
const source = "https://github.com/F1bonacci66/civilx-universe";
/** The builder's default platform. */
const builderPlatform = `linux/${process.arch === "arm64" ? "arm64" : "amd64"}`;
const rotatedToken = "ghp_sandboxRotated00000000000000000000000000";

let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

function listOperations(update: Update, operation: string): string[] {
  return update.operations
    .filter((each) => each.operation === operation)
    .map(({ type, name }) => `${type} ${name}`);
}

function isProbe(path: string): boolean {
  return path.includes("/blobs/uploads/");
}

/** The lines of the stack's outputs that Pulumi printed. */
function listPrintedOutputs(output: string): readonly string[] {
  const [, printed = ""] = /^Outputs:\n([^]*?)^\S/m.exec(output) ?? [];
  return printed.split("\n").filter((line) => line.trim() !== "");
}

function getPinned(update: Update, image: string): string {
  const images = update.outputs.images as Record<string, { pinned: string }>;
  return images[image]?.pinned ?? "";
}

/** The repositories in the stack's settings. */
function readRepositories(): Record<string, { readonly images: object }> {
  const text = readFileSync(join(project.folder, "Pulumi.dev.yaml"), "utf8");
  const { config } = parse(text) as { config: { "ghcr:repositories": object } };
  return config["ghcr:repositories"] as Record<string, { readonly images: object }>;
}

/** The tests depend on each other: each continues with the state that the previous one left. */
describe("pulumi up on the dev stack", () => {
  let first: Update;

  test("creates everything in the first update, without a warning", async () => {
    first = await project.up();
    expect(listOperations(first, "create").sort()).toEqual([...resources].sort());
    expect(first.operations).toHaveLength(resources.length);
    expect(first.output).not.toMatch(/warning|deprecated/i);
    expect(first.requests.filter((request) => request.unrouted)).toEqual([]);
    expect(first.requests.filter((request) => request.status >= 500)).toEqual([]);
  });

  test("outputs pinned references in lowercase, which are not secret", () => {
    const address = project.world.sandbox.address;
    const { repositories, images, ...texts } = first.outputs;
    expect(repositories).toEqual({ "civilx-universe": { source, secretName: "GHCR_TOKEN" } });
    const describeImage = (image: string): object => {
      const reference = `${address}/f1bonacci66/${image}:latest`;
      const digest: unknown = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
      const pinned: unknown = expect.stringMatching(/:latest@sha256:[0-9a-f]{64}$/);
      return { reference, tags: [reference], digest, pinned };
    };
    expect(images).toEqual({
      "civilx-universe": { ...describeImage("civilx-universe"), platforms: [builderPlatform] },
      "civilx-universe/assets": {
        ...describeImage("civilx-universe/assets"),
        platforms: ["linux/amd64", "linux/arm64"],
      },
    });
    // Without a pull token, there is no output dockerconfigjson.
    expect(Object.keys(texts).sort()).toEqual([
      "__bake",
      "__compose",
      "__dotenv",
      "__kustomization",
      "__lock",
      "findings",
      "login",
      "packages",
    ]);
  });

  test("prints each digest twice, and no file", () => {
    const lines = listPrintedOutputs(first.output);
    // 12 of each image, and 9 of the stack.
    expect(lines.length).toBeLessThanOrEqual(2 * 12 + 9);
    const digests = lines.join("\n").match(/sha256:[0-9a-f]{64}/g) ?? [];
    expect(digests).toHaveLength(2 * 2);
    expect(new Set(digests).size).toBe(2);
    expect(lines.join("\n")).not.toMatch(/__|services|kind|target/);
  });

  test("pushes each image as an index with its platforms and source, linked and private", async () => {
    const images = await readBackImages(first.outputs, {
      username: SEED_OWNER,
      token: PUBLISHER_TOKEN,
    });
    expect(images.map(({ image, manifest }) => [image, manifest.platforms])).toEqual([
      ["civilx-universe", [builderPlatform]],
      ["civilx-universe/assets", ["linux/amd64", "linux/arm64"]],
    ]);
    for (const { image, pinned, manifest } of images) {
      expect(manifest.mediaType).toBe("application/vnd.oci.image.index.v1+json");
      expect(manifest.annotations[sourceKey]).toBe(source);
      expect(await readLabels(pinned)).toMatchObject({ [sourceKey]: source });
      expect(await readPackage(image)).toMatchObject({
        visibility: "private",
        repository: { full_name: "F1bonacci66/civilx-universe" },
      });
    }
  });

  test("stores the token as the secret", async () => {
    expect(await readSecret()).toMatchObject({ opened: PUBLISHER_TOKEN });
  });

  test("sets the workflow permissions from the settings", async () => {
    expect(
      await readGitHub("repos/F1bonacci66/civilx-universe/actions/permissions/workflow"),
    ).toEqual({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
  });

  test("previews an image whose source changed without its digest, which is not known yet", async () => {
    writeFileSync(join(project.folder, "examples", "universe", "greeting.txt"), "Good morning\n");
    // It shows the digest neither as removed nor as kept.
    const { output } = await project.previewWithOutput();
    const lines = listPrintedOutputs(output);
    expect(lines.filter((line) => /^ *[-+] /.test(line))).toEqual([]);
    expect(lines.join("\n")).toMatch(
      /^ +~ civilx-universe *: \{\n +reference *: ".*civilx-universe:latest"\n +\}$/m,
    );
  });

  test("updates only what changed: the image with another source, the secret with another token, and an added image", async () => {
    const scopes = ["read:packages", "write:packages"];
    const made = { token: rotatedToken, kind: "classic", owner: SEED_OWNER, scopes };
    await project.control("tokens", { method: "POST", body: JSON.stringify(made) });
    await project.setSecrets({ "ghcr:token": rotatedToken });
    const added = "civilx-universe/added";
    const repositories = readRepositories();
    Object.assign(repositories["civilx-universe"]?.images ?? {}, { [added]: "examples/assets" });
    project.configure({ "ghcr:repositories": repositories });
    const update = await project.up();
    const changed = [
      "docker-build:index:Image civilx-universe",
      "github:index/actionsSecret:ActionsSecret civilx-universe-secret",
    ];
    expect(listOperations(update, "update").sort()).toEqual(changed);
    expect(listOperations(update, "create").sort()).toEqual([
      `docker-build:index:Image ${added}`,
      `ghcr:index:ContainerImage ${added}`,
    ]);
    expect(listOperations(update, "same").sort()).toEqual(
      resources.filter((each) => !changed.includes(each)).sort(),
    );
    expect(getPinned(update, "civilx-universe")).not.toBe(getPinned(first, "civilx-universe"));
    const { images } = first.outputs;
    const pushed = expect.objectContaining({ digest: expect.any(String) as unknown }) as unknown;
    expect(update.outputs).toMatchObject({
      repositories: first.outputs.repositories,
      images: { ...(images as object), "civilx-universe": pushed, [added]: pushed },
    });
    const written = update.requests.filter(isWrite).map(({ method, path }) => `${method} ${path}`);
    const pushes = written.filter((line) => line.startsWith("PUT /v2/"));
    expect(new Set(pushes.map((line) => line.replace(/\/(?:manifests|blobs)\/.*/, "")))).toEqual(
      new Set(["PUT /v2/f1bonacci66/civilx-universe", `PUT /v2/f1bonacci66/${added}`]),
    );
    // The preflight checks whether the new token can push, which changes nothing.
    const others = written.filter((line) => !pushes.includes(line) && !isProbe(line));
    expect(others).toEqual([expect.stringMatching(/^PUT .*\/actions\/secrets\/GHCR_TOKEN$/)]);
    expect(await readSecret()).toMatchObject({ opened: rotatedToken });
  });

  test("writes no token in plain text", () => {
    const tokens = [ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, rotatedToken];
    for (const token of tokens) expect(first.output).not.toContain(token);
    expect(findFilesWith(project.world.backend, tokens)).toEqual([]);
    expect(findFilesWith(join(project.folder, ".sandbox", "buildkit"), tokens)).toEqual([]);
    const home = project.world.environment.PULUMI_HOME ?? "";
    expect(findFilesWith(join(home, "logs"), tokens)).toEqual([]);
  });

  test("archives the repository and keeps the images when the stack is destroyed", async () => {
    await project.forgetRequests();
    await project.destroy();
    const requests = await project.listRequests();
    // Deployments may still use the images, so nothing is deleted.
    expect(requests.filter(({ kind }) => kind === "registry").filter(isWrite)).toEqual([]);
    expect(await readGitHub("repos/F1bonacci66/civilx-universe")).toMatchObject({ archived: true });
    const images = await readBackImages(first.outputs, {
      username: SEED_OWNER,
      token: PUBLISHER_TOKEN,
    });
    expect(images).toHaveLength(2);
  });
});

async function readGitHub(path: string): Promise<unknown> {
  const response = await fetch(`http://${project.world.sandbox.address}/${path}`, {
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
  });
  expect(response.status).toBe(200);
  return response.json();
}

function readPackage(image: string): Promise<unknown> {
  return readGitHub(`users/F1bonacci66/packages/container/${encodeURIComponent(image)}`);
}

function readSecret(): Promise<unknown> {
  return project.control("secrets/F1bonacci66/civilx-universe/GHCR_TOKEN");
}

/** The labels in the configuration of an index's first image. */
async function readLabels({ name, digest = "" }: Reference): Promise<Record<string, string>> {
  const base = `http://${project.world.sandbox.address}`;
  const basic = Buffer.from(`${SEED_OWNER}:${PUBLISHER_TOKEN}`).toString("base64");
  const login = await fetch(`${base}/token?service=ghcr.io&scope=repository:${name}:pull`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const { token } = (await login.json()) as { token: string };
  const get = async (path: string): Promise<unknown> => {
    const accept =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";
    const response = await fetch(`${base}/v2/${name}/${path}`, {
      headers: { authorization: `Bearer ${token}`, accept },
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  const index = (await get(`manifests/${digest}`)) as { manifests: { digest: string }[] };
  const manifest = (await get(`manifests/${index.manifests[0]?.digest ?? ""}`)) as {
    config: { digest: string };
  };
  const image = (await get(`blobs/${manifest.config.digest}`)) as {
    config: { Labels?: Record<string, string> };
  };
  return image.config.Labels ?? {};
}
