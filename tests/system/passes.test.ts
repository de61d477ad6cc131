import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { Project } from "./support/project";

/**
 * One story: a package is not asked about again with a token that was observed to push it, whatever is
 * built; it is with another token, and the state never claims a permission that nobody observed.
 */
let project: Project;
const package_ = "f1bonacci66/civilx-universe";
const assets = `${package_}/assets`;

beforeAll(async () => {
  project = await Project.open();
  await project.up();
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** The packages that were asked whether they may be pushed. A push opens an upload, too. */
function probed(requests: readonly JournalEntry[]): readonly string[] {
  const opened = requests.flatMap(({ method, path }) =>
    method === "POST" ? (/^\/v2\/(.*)\/blobs\/uploads\/$/.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(opened)].sort();
}

async function plant(
  status: number,
  times: number | "all",
  code: string,
  path = "/v2/**/blobs/uploads/",
): Promise<void> {
  const body = { errors: [{ code: "DENIED", message: code }] };
  const match = { kind: "registry", method: "POST", path };
  const order = { match, times, fault: { type: "answer", status, body } };
  await project.control("faults", { method: "POST", body: JSON.stringify(order) });
}

async function heal(): Promise<void> {
  await project.control("knobs", { method: "DELETE" });
}

function changeAssets(): void {
  appendFileSync(join(project.folder, "examples", "assets", "index.html"), "<p>Changed</p>");
}

/** What the state keeps of each package's permission, by its last part. */
function kept(): Readonly<Record<string, unknown>> {
  const found = project.resources().flatMap(({ outputs = {} }) => {
    const { package: name, passed } = outputs;
    return typeof name === "string" ? [[name.split("/").at(-1), passed] as const] : [];
  });
  return Object.fromEntries(found) as Record<string, unknown>;
}

async function set(key: string, value: string): Promise<void> {
  await project.stack.setConfig(key, { value, secret: key.endsWith("token") });
}

async function anotherToken(name: string): Promise<string> {
  const token = `ghp_passes${name}`;
  const scopes = ["read:packages", "write:packages"];
  const body = JSON.stringify({ token, kind: "classic", owner: SEED_OWNER, scopes });
  await project.control("tokens", { method: "POST", body });
  return token;
}

const lost = "permission_denied: write_package";

test("does not ask about a passed check again, even if the permission is lost", async () => {
  await plant(403, "all", lost);
  const { requests } = await project.up();
  expect(requests.filter(({ kind }) => kind === "registry")).toEqual([]);
});

test("keeps the result after a build, and explains a denied push", async () => {
  changeAssets();
  const before = kept();
  const { output, requests } = await project.upThatFails();
  expect(output).not.toContain("Preflight found");
  expect(output).toContain(lost);
  expect(output).toContain("civilx-universe/assets: ");
  expect(probed(requests)).toEqual([assets]);
  expect(kept()).toEqual(before);
  await heal();
});

test("records that a token can push after it has pushed, even if the preflight only warned", async () => {
  await set("ghcr:preflight", "warn");
  await set("ghcr:token", await anotherToken("Second"));
  // The preflight's own question is refused, and the push after it is not.
  await plant(403, 1, lost, `/v2/${assets}/blobs/uploads/`);
  const { output, operations } = await project.up();
  expect(output).toContain("the registry refuses a push");
  expect(operations).toContainEqual({
    operation: "update",
    type: "docker-build:index:Image",
    name: "civilx-universe/assets",
  });
  await heal();
  await set("ghcr:preflight", "strict");
  expect(probed((await project.up()).requests)).toEqual([]);
});

test("checks another token, and repeats the check until it passes", async () => {
  await set("ghcr:token", await anotherToken("Third"));
  // It cannot tell, so that the update goes on; and it pushes nothing.
  await plant(503, "all", "ill");
  expect(probed((await project.up()).requests)).toEqual([package_, assets]);
  await heal();
  expect(probed((await project.up()).requests)).toEqual([package_, assets]);
  expect(probed((await project.up()).requests)).toEqual([]);
});

test("keeps the recorded results in an update without checks", async () => {
  await set("ghcr:preflight", "off");
  await project.up();
  await set("ghcr:preflight", "strict");
  expect(probed((await project.up()).requests)).toEqual([]);
  await set("ghcr:preflight", "off");
  await set("ghcr:token", await anotherToken("Fourth"));
  await project.up();
  await set("ghcr:preflight", "strict");
  expect(probed((await project.up()).requests)).toEqual([package_, assets]);
});

test("does not record a pass for a mirror whose tag was moved by someone else", async () => {
  const { address } = project.world.sandbox;
  await set("ghcr:mirrors", JSON.stringify({ copy: `${address}/${assets}:latest` }));
  await project.up();
  const before = kept();
  await moveTag(address, "copy", "latest");
  await project.stack.refresh();
  await set("ghcr:preflight", "warn");
  await set("ghcr:token", await anotherToken("Fifth"));
  await plant(403, "all", lost);
  const { requests } = await project.up();
  expect(probed(requests)).toEqual(["f1bonacci66/copy", package_, assets].sort());
  await heal();
  expect(kept()).toEqual(before);
  expect(before.copy).toMatch(/^[0-9a-f]{8}$/);
});

test("does not store a token in the state", () => {
  for (const token of [
    PUBLISHER_TOKEN,
    ...["Second", "Third", "Fourth", "Fifth"].map((name) => `ghp_passes${name}`),
  ]) {
    expect(project.state()).not.toContain(token);
  }
});
