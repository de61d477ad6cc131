import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { Project } from "./support/project";

/**
 * The tests depend on each other. Push permission is checked once for each package and token, whatever
 * is built, and the state never contains a permission that was not observed.
 */
let project: Project;
/** The same stack with the token of the test. */
let user: Project;
const universe = "f1bonacci66/civilx-universe";
const assets = `${universe}/assets`;
const copy = "f1bonacci66/copy";

beforeAll(async () => {
  project = await Project.open();
  // An environment variable instead, which takes no command to change.
  project.configure({ "ghcr:token": undefined });
  useToken(PUBLISHER_TOKEN);
  await user.up();
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** The packages for which an upload was opened: to check the permission, or to push. */
function listProbes(requests: readonly JournalEntry[]): readonly string[] {
  const opened = requests.flatMap(({ method, path }) =>
    method === "POST" ? (/^\/v2\/(.*)\/blobs\/uploads\/$/.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(opened)].sort();
}

async function injectFault(
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

async function removeFaults(): Promise<void> {
  await project.control("knobs", { method: "DELETE" });
}

function changeAssets(): void {
  appendFileSync(join(project.folder, "examples", "assets", "index.html"), "<p>Changed</p>");
}

/** The stored push permissions by the last part of the package's name. */
function readStoredPermissions(): Readonly<Record<string, unknown>> {
  const found = project.readResources().flatMap(({ outputs = {} }) => {
    const { package: name, passed } = outputs;
    return typeof name === "string" ? [[name.split("/").at(-1), passed] as const] : [];
  });
  return Object.fromEntries(found) as Record<string, unknown>;
}

function useToken(token: string): void {
  user = project.openClone(project.folder, { GHCR_TOKEN: token });
}

async function useNewToken(name: string): Promise<void> {
  const token = `ghp_passes${name}`;
  const scopes = ["read:packages", "write:packages"];
  const body = JSON.stringify({ token, kind: "classic", owner: SEED_OWNER, scopes });
  await project.control("tokens", { method: "POST", body });
  useToken(token);
}

const lost = "permission_denied: write_package";

test("does not repeat a push check that passed, also after a build, and explains a denied push", async () => {
  await injectFault(403, "all", lost);
  changeAssets();
  const before = readStoredPermissions();
  const { output, requests } = await user.expectUpToFail();
  expect(output).not.toContain("Preflight found");
  expect(output).toContain(lost);
  expect(output).toContain("civilx-universe/assets: ");
  expect(listProbes(requests)).toEqual([assets]);
  expect(readStoredPermissions()).toEqual(before);
  await removeFaults();
});

test("records that a token can push after it has pushed, even if the preflight only warned", async () => {
  project.configure({ "ghcr:preflight": "warn" });
  await useNewToken("Second");
  const before = readStoredPermissions();
  // The preflight's check is denied, but the push after it is not.
  await injectFault(403, 1, lost, `/v2/${assets}/blobs/uploads/`);
  const { output, operations } = await user.up();
  expect(output).toContain("the registry refuses a push");
  expect(operations).toContainEqual({
    operation: "update",
    type: "docker-build:index:Image",
    name: "civilx-universe/assets",
  });
  await removeFaults();
  const { assets: pushed, "civilx-universe": checked } = readStoredPermissions();
  expect(pushed).toBe(checked);
  expect(pushed).not.toBe(before.assets);
});

test("keeps the recorded results, and no others, in an update without a preflight", async () => {
  const before = readStoredPermissions();
  project.configure({ "ghcr:preflight": "off" });
  await useNewToken("Third");
  expect(listProbes((await user.up()).requests)).toEqual([]);
  expect(readStoredPermissions()).toEqual(before);
});

test("checks the push permission of another token, and repeats the check until it passes", async () => {
  project.configure({ "ghcr:preflight": "strict" });
  // The result is unknown, so the update continues; it pushes nothing.
  await injectFault(503, "all", "ill");
  expect(listProbes((await user.up()).requests)).toEqual([universe, assets]);
  await removeFaults();
  // A mirror is copied in the same update.
  const from = `${project.world.sandbox.address}/${assets}:latest`;
  project.configure({ "ghcr:mirrors": { copy: from } });
  expect(listProbes((await user.up()).requests)).toEqual([universe, assets, copy]);
});

test("does not record a push permission for a mirror whose tag was moved by someone else", async () => {
  const { address } = project.world.sandbox;
  const before = readStoredPermissions();
  await moveTag(address, "copy", "latest");
  await user.refresh();
  project.configure({ "ghcr:preflight": "warn" });
  await useNewToken("Fourth");
  await injectFault(403, "all", lost);
  const { requests } = await user.up();
  expect(listProbes(requests)).toEqual([universe, assets, copy]);
  await removeFaults();
  expect(readStoredPermissions()).toEqual(before);
  expect(before.copy).toMatch(/^[0-9a-f]{8}$/);
});

test("does not store a token in the state", () => {
  const later = ["Second", "Third", "Fourth"].map((name) => `ghp_passes${name}`);
  for (const token of [PUBLISHER_TOKEN, ...later]) expect(project.readState()).not.toContain(token);
});
