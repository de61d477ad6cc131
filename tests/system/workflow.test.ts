import { recognize } from "../../core/denials";
import { renderPublish } from "../../core/workflows";
import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/** The tests depend on each other: they change a repository and its workflow. No image is built. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

const path = ".github/workflows/publish.yml";
const contents = `repos/${SEED_OWNER}/v7/contents/${path}`;

async function requestGitHub(method: string, to: string, body?: object): Promise<Response> {
  return fetch(`http://${project.world.sandbox.address}/${to}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The file on GitHub; undefined if it does not exist. */
async function readFile(): Promise<{ readonly text: string; readonly sha: string } | undefined> {
  const answer = await requestGitHub("GET", contents);
  if (answer.status === 404) return undefined;
  const { content, sha } = (await answer.json()) as { content: string; sha: string };
  return { text: Buffer.from(content, "base64").toString("utf8"), sha };
}

function configure(settings: object): void {
  project.configure({ "ghcr:repositories": { v7: { create: true, ...settings } } });
}

const images = { "v7/web": "web", "v7/backend": { context: "backend", tags: ["latest"] } };

/** The workflow for the settings above; its images are sorted by name. */
function renderExpected(branch = "main"): string {
  const platforms = ["linux/amd64"];
  return renderPublish({
    owner: SEED_OWNER,
    repository: "v7",
    registry: project.world.sandbox.address,
    secretName: "GHCR_TOKEN",
    authentication: "token",
    branch,
    attest: false,
    images: [
      { name: "v7/web", context: "web", tags: ["{{tag}}", "latest"], platforms },
      { name: "v7/backend", context: "backend", tags: ["latest"], platforms },
    ],
  });
}

const put = `PUT ${SEED_OWNER}/v7/contents/${path}`;

/** The fixes of `pulumi-ghcr explain`: Pulumi runs no error hook if a change failed halfway. */
function listFixes(output: string): readonly string[] {
  return recognize(output).flatMap(({ fix }) => fix);
}

/** The positions of PUT requests in the order in which they were sent. */
function findPositions({ requests }: Update, ...ends: readonly string[]): readonly number[] {
  return ends.map((end) =>
    requests.findIndex(({ method, path: at }) => method === "PUT" && at.endsWith(end)),
  );
}

test("an update writes the file, after the secret and the permissions", async () => {
  configure({ workflow: true, images });
  const update = await project.up();
  expect(
    listChanges(update).filter((line) => line.includes("Workflow v7") || line.includes("File")),
  ).toEqual(["create PublishWorkflow v7", "create RepositoryFile v7-workflow"]);
  expect(listChanges(update).join()).not.toContain("create Image ");
  expect((await readFile())?.text).toBe(renderExpected());
  const [secret = -1, permissions = -1, written = -1] = findPositions(
    update,
    "/secrets/GHCR_TOKEN",
    "/permissions/workflow",
    `/${path}`,
  );
  expect(Math.min(secret, permissions)).toBeGreaterThan(-1);
  expect(written).toBeGreaterThan(Math.max(secret, permissions));
});

test("a second update changes nothing, even after a refresh", async () => {
  await project.refresh();
  const update = await project.up();
  expect(listChanges(update)).toEqual([]);
  expect(listWrites(update)).toEqual([]);
});

test("an external change is not overwritten without a refresh", async () => {
  const { sha = "none" } = (await readFile()) ?? {};
  const content = Buffer.from("name: by hand\non: push\njobs: {}\n").toString("base64");
  const written = await requestGitHub("PUT", contents, { message: "by hand", content, sha });
  expect(written.status).toBe(200);
  configure({ workflow: { authentication: "workflow-token" }, images });
  const failed = await project.expectUpToFail();
  expect(failed.output).toContain("was changed on GitHub since the last update or refresh");
  expect(listWrites(failed)).toEqual([]);

  // Without the preflight, GitHub rejects the change.
  project.configure({ "ghcr:preflight": "off" });
  const { output } = await project.expectUpToFail();
  expect(output).toMatch(/409 \S+ does not match [0-9a-f]{40}/);
  expect(listFixes(output)).toContain("pulumi refresh (reads the change into the stack)");
  expect((await readFile())?.text).toContain("by hand");

  project.configure({ "ghcr:preflight": undefined });
  configure({ workflow: true, images });
});

test("a refresh detects the external change, and the preview shows what the update overwrites", async () => {
  await project.refresh();
  const { operations, output } = await project.previewWithOutput({ diff: true });
  expect(listChanges({ operations })).toEqual(["update RepositoryFile v7-workflow"]);
  expect(output).toContain("by hand");
  const update = await project.up();
  expect(listWrites(update)).toEqual([put]);
  expect((await readFile())?.text).toBe(renderExpected());
});

test("an update restores a deleted file", async () => {
  const { sha = "none" } = (await readFile()) ?? {};
  expect((await requestGitHub("DELETE", contents, { message: "by hand", sha })).status).toBe(200);
  await project.refresh();
  expect(listChanges(await project.up())).toEqual(["create RepositoryFile v7-workflow"]);
  expect((await readFile())?.text).toBe(renderExpected());
});

test("removing the setting deletes only the file", async () => {
  configure({ workflow: false, images: {} });
  const update = await project.up();
  expect(listChanges(update).filter((line) => !/(?:Container|External)Image/.test(line))).toEqual([
    "delete PublishWorkflow v7",
    "delete RepositoryFile v7-workflow",
  ]);
  expect(listWrites(update)).toEqual([`DELETE ${SEED_OWNER}/v7/contents/${path}`]);
  expect(await readFile()).toBeUndefined();
});

test("an existing file is overwritten if adopt is overwrite", async () => {
  const content = Buffer.from("on: push\n").toString("base64");
  expect((await requestGitHub("PUT", contents, { message: "by hand", content })).status).toBe(201);
  configure({ create: false, adopt: "overwrite", workflow: true, images });
  await project.up();
  expect((await readFile())?.text).toBe(renderExpected());
});

test("a branch that requires pull requests is reported with the setting that opens one", async () => {
  const body = JSON.stringify({ protectedBranches: ["main"] });
  await project.control(`repositories/${SEED_OWNER}/v7`, { method: "PATCH", body });
  const stays = { create: false, adopt: "overwrite" };
  const fewer = { "v7/web": "web" };
  configure({ ...stays, workflow: true, images: fewer });
  const { output } = await project.expectUpToFail();
  expect(output).toContain("Changes must be made through a pull request");
  expect(listFixes(output).join()).toContain("workflow: {pullRequest: true}");

  // The file that the stack committed is not deleted for it. Without the refresh, Pulumi would
  // repeat the failed update of the file, whatever the settings are by then.
  await project.refresh();
  configure({ ...stays, workflow: { pullRequest: true }, images: fewer });
  const update = await project.up();
  expect(listChanges(update).filter((line) => !line.includes("Image"))).toEqual([
    expect.stringMatching(/^create Branch v7-workflow-/),
    expect.stringMatching(/^create RepositoryFile v7-workflow-/),
    expect.stringMatching(/^create RepositoryPullRequest v7-workflow-/),
  ]);
  expect((await readFile())?.text).toBe(renderExpected());
});
