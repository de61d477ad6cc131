import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/** The tests depend on each other: a repository gets its workflow by pull requests. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

const repository = `repos/${SEED_OWNER}/v7`;
const path = ".github/workflows/publish.yml";

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly merged: boolean;
  readonly changed_files: number;
  readonly head: { readonly ref: string };
}

async function requestGitHub<Body>(method: string, to: string, body?: object): Promise<Body> {
  const answer = await fetch(`http://${project.world.sandbox.address}/${repository}${to}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (answer.status === 204 ? {} : await answer.json()) as Body;
}

/** The file on a branch; undefined if it does not exist. */
async function readFile(branch = "main"): Promise<string | undefined> {
  const { content } = await requestGitHub<{ content?: string }>(
    "GET",
    `/contents/${path}?ref=${branch}`,
  );
  return content === undefined ? undefined : Buffer.from(content, "base64").toString("utf8");
}

async function readPull(number: number): Promise<Pull> {
  return requestGitHub<Pull>("GET", `/pulls/${number}`);
}

async function listBranches(): Promise<string[]> {
  const found = await requestGitHub<{ ref: string }[]>(
    "GET",
    "/git/matching-refs/heads/pulumi-ghcr/",
  );
  return found.map(({ ref }) => ref.replace("refs/heads/", ""));
}

async function mergePull(number: number, deletes: boolean): Promise<void> {
  const method = { merge_method: deletes ? "squash" : "merge" };
  const merged = await requestGitHub<{ merged?: boolean }>("PUT", `/pulls/${number}/merge`, method);
  expect(merged.merged).toBe(true);
  if (deletes)
    await requestGitHub("DELETE", `/git/refs/heads/${(await readPull(number)).head.ref}`);
}

function configure(tag: string, workflow: object | boolean = { pullRequest: true }): void {
  const images = workflow === false ? {} : { "v7/web": { context: "web", tags: [tag] } };
  project.configure({ "ghcr:repositories": { v7: { create: true, workflow, images } } });
}

/** The changes of the workflow's resources, without their names. */
function listWorkflowChanges(update: Update): string[] {
  return listChanges(update)
    .filter((line) => line.includes(" v7-workflow-"))
    .filter((line) => !line.includes("permissions"))
    .map((line) => line.replace(/ v7-workflow-.*/, ""));
}

/** An update changes nothing, and only requests the state of the open pull request. */
async function expectUnchanged(open?: number): Promise<void> {
  const update = await project.up();
  expect([listChanges(update), listWrites(update)]).toEqual([[], []]);
  const requests = update.requests
    .map((each) => each.path)
    .filter((each) => /contents|matching-refs|pulls/.test(each));
  expect(requests).toEqual(open === undefined ? [] : [`/api/v3/${repository}/pulls/${open}`]);
}

/** The update after a merge removes the pull request from the state, and writes nothing. */
async function expectCleanedUp(options: { readonly refresh?: boolean } = {}): Promise<void> {
  const before = await listBranches();
  const update = await project.up(options);
  expect(listWrites(update)).toEqual([]);
  expect(listWorkflowChanges(update).filter((line) => line.startsWith("create"))).toEqual([]);
  expect(await listBranches()).toEqual(before);
}

const created = ["create Branch", "create RepositoryFile", "create RepositoryPullRequest"];
const deleted = ["delete Branch", "delete RepositoryFile", "delete RepositoryPullRequest"];

test("an update opens a pull request, and commits nothing to the branch", async () => {
  configure("one");
  const update = await project.up();
  expect(listWorkflowChanges(update)).toEqual(created);
  expect(update.outputs.pullRequests).toEqual({
    v7: `https://github.com/${SEED_OWNER}/v7/pull/1`,
  });
  expect(await readFile()).toBeUndefined();
  const opened = await readPull(1);
  expect(opened).toMatchObject({ state: "open", changed_files: 1 });
  expect(await readFile(opened.head.ref)).toMatch(/RULES: \S+\/web one\n/);
  expect(await readFile(opened.head.ref)).toContain("opens\n# a pull request with it.");
});

test("a second update changes nothing, and keeps a reviewer's changes", async () => {
  const { head } = await readPull(1);
  const proposed = await requestGitHub<{ sha: string }>("GET", `/contents/${path}?ref=${head.ref}`);
  const content = Buffer.from("on: push # reviewed\n").toString("base64");
  const body = { message: "reviewed", content, sha: proposed.sha, branch: head.ref };
  await requestGitHub("PUT", `/contents/${path}`, body);
  await requestGitHub("PATCH", "/pulls/1", { title: "Another title" });
  await project.refresh();
  await expectUnchanged(1);
  expect(await readFile(head.ref)).toBe("on: push # reviewed\n");
});

test("no pull request is opened after a merge that deletes the branch", async () => {
  await mergePull(1, true);
  await expectCleanedUp();
  await project.refresh();
  await expectUnchanged();
  expect(await listBranches()).toEqual([]);
});

test("a changed setting opens another pull request, with the difference", async () => {
  configure("two");
  expect(listWorkflowChanges(await project.up())).toEqual([
    ...created,
    "delete RepositoryPullRequest",
  ]);
  expect(await readPull(2)).toMatchObject({ state: "open", changed_files: 1 });
});

test("no pull request is opened if a refresh detects the merge first", async () => {
  await mergePull(2, true);
  await project.refresh();
  await expectCleanedUp();
  configure("half");
  await project.up();
  expect(await readPull(3)).toMatchObject({ state: "open", changed_files: 1 });
});

test("the next pull request closes the open one", async () => {
  configure("three");
  const update = await project.up();
  expect(listWorkflowChanges(update).sort()).toEqual([...created, ...deleted]);
  expect(await readPull(3)).toMatchObject({ state: "closed", merged: false });
  expect(await readPull(4)).toMatchObject({ state: "open", changed_files: 1 });
});

test("a setting that returns to a previous value gets a new branch", async () => {
  configure("half");
  expect(listWorkflowChanges(await project.up()).sort()).toEqual([...created, ...deleted]);
  const [first, again] = [await readPull(3), await readPull(5)];
  expect(again.head.ref).toBe(`${first.head.ref}-2`);
  expect(again).toMatchObject({ state: "open", changed_files: 1 });
});

test("a changed setting opens a pull request after a merge, without a refresh", async () => {
  await mergePull(5, true);
  configure("four");
  const update = await project.up();
  expect(listWorkflowChanges(update).sort()).toEqual([...created, ...deleted]);
  expect(await readPull(5)).toMatchObject({ merged: true });
  expect(await readPull(6)).toMatchObject({ state: "open", changed_files: 1 });
});

test("an update with --refresh creates nothing again after a merge", async () => {
  await mergePull(6, true);
  await expectCleanedUp({ refresh: true });
});

test("no pull request is opened after a merge that keeps the branch", async () => {
  configure("five");
  await project.up();
  await mergePull(7, false);
  await expectCleanedUp();
  await expectUnchanged();
});

test("a pull request that was closed without a merge is not reopened", async () => {
  configure("six");
  await project.up();
  await requestGitHub("PATCH", "/pulls/8", { state: "closed" });
  const update = await project.up();
  expect(update.output).toContain(
    `pull request 8 of ${SEED_OWNER}/v7 was closed without being merged`,
  );
  expect(listWrites(update)).toEqual([]);
  expect(await readPull(8)).toMatchObject({ state: "closed", merged: false });
});

test("content that the branch already has is not proposed", async () => {
  configure("five");
  const update = await project.up();
  expect(listWorkflowChanges(update)).toEqual(["delete RepositoryPullRequest"]);
  expect(update.outputs).not.toHaveProperty("pullRequests");
});

test("removing the setting keeps the file, and reports it", async () => {
  configure("five", false);
  const update = await project.up();
  expect(update.output).toContain(`the workflow of ${SEED_OWNER}/v7 stays as it is on GitHub`);
  expect(listWrites(update)).toEqual([]);
  expect(await readFile()).toMatch(/RULES: \S+\/web five\n/);
  expect((await project.up()).outputs.findings).toEqual([]);
});
