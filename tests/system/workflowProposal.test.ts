import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { changes, writes } from "./support/changes";

/** The tests are one story of a repository whose workflow comes by pull requests. */
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

async function github<Body>(method: string, to: string, body?: object): Promise<Body> {
  const answer = await fetch(`http://${project.world.sandbox.address}/${repository}${to}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (answer.status === 204 ? {} : await answer.json()) as Body;
}

/** The file on a branch; undefined where it is not there. */
async function file(branch = "main"): Promise<string | undefined> {
  const { content } = await github<{ content?: string }>("GET", `/contents/${path}?ref=${branch}`);
  return content === undefined ? undefined : Buffer.from(content, "base64").toString("utf8");
}

async function pull(number: number): Promise<Pull> {
  return github<Pull>("GET", `/pulls/${number}`);
}

async function branches(): Promise<string[]> {
  const found = await github<{ ref: string }[]>("GET", "/git/matching-refs/heads/pulumi-ghcr/");
  return found.map(({ ref }) => ref.replace("refs/heads/", ""));
}

async function merge(number: number, deletes: boolean): Promise<void> {
  const method = { merge_method: deletes ? "squash" : "merge" };
  const merged = await github<{ merged?: boolean }>("PUT", `/pulls/${number}/merge`, method);
  expect(merged.merged).toBe(true);
  if (deletes) await github("DELETE", `/git/refs/heads/${(await pull(number)).head.ref}`);
}

async function configure(tag: string, workflow: object | boolean = { pullRequest: true }) {
  const images = workflow === false ? {} : { "v7/web": { context: "web", tags: [tag] } };
  const repositories = { v7: { create: true, workflow, images } };
  await project.stack.setConfig("ghcr:repositories", { value: JSON.stringify(repositories) });
}

/** What was done to the workflow, without the resources' own names. */
function done(update: Update): string[] {
  return changes(update)
    .filter((line) => line.includes(" v7-workflow-"))
    .filter((line) => !line.includes("permissions"))
    .map((line) => line.replace(/ v7-workflow-.*/, ""));
}

/** Nothing is done, and nothing asked of the workflow but what becomes of an open pull request. */
async function nothingHappens(open?: number): Promise<void> {
  const update = await project.up();
  expect([changes(update), writes(update)]).toEqual([[], []]);
  const requests = update.requests
    .map((each) => each.path)
    .filter((each) => /contents|matching-refs|pulls/.test(each));
  expect(requests).toEqual(open === undefined ? [] : [`/api/v3/${repository}/pulls/${open}`]);
}

/** The update after a merge: what is over leaves the state, and nothing is written. */
async function expectNoChanges(options: { refresh?: boolean } = {}): Promise<void> {
  const before = await branches();
  if (options.refresh === true) await project.stack.refresh();
  const update = await project.up();
  expect(writes(update)).toEqual([]);
  expect(done(update).filter((line) => line.startsWith("create"))).toEqual([]);
  await nothingHappens();
  await project.stack.refresh();
  await nothingHappens();
  expect(await branches()).toEqual(before);
}

const made = ["create Branch", "create RepositoryFile", "create RepositoryPullRequest"];
const dropped = ["delete Branch", "delete RepositoryFile", "delete RepositoryPullRequest"];

test("an update opens a pull request, and commits nothing to the branch", async () => {
  await configure("one");
  const update = await project.up();
  expect(done(update)).toEqual(made);
  expect(update.outputs.pullRequests).toEqual({
    v7: `https://github.com/${SEED_OWNER}/v7/pull/1`,
  });
  expect(await file()).toBeUndefined();
  const opened = await pull(1);
  expect(opened).toMatchObject({ state: "open", changed_files: 1 });
  expect(await file(opened.head.ref)).toContain('"tags":["one"]');
  expect(await file(opened.head.ref)).toContain("opens\n# a pull request with it.");
});

test("a second update changes nothing, before and after a refresh", async () => {
  await nothingHappens(1);
  await project.stack.refresh();
  await nothingHappens(1);
});

test("keeps a reviewer's changes", async () => {
  const { head } = await pull(1);
  const proposed = await github<{ sha: string }>("GET", `/contents/${path}?ref=${head.ref}`);
  const content = Buffer.from("on: push # reviewed\n").toString("base64");
  const body = { message: "reviewed", content, sha: proposed.sha, branch: head.ref };
  await github("PUT", `/contents/${path}`, body);
  await github("PATCH", "/pulls/1", { title: "Another title" });
  await project.stack.refresh();
  await nothingHappens(1);
  expect(await file(head.ref)).toBe("on: push # reviewed\n");
});

test("opens nothing after the merge and the deletion of its branch", async () => {
  await merge(1, true);
  expect(await branches()).toEqual([]);
  await expectNoChanges();
});

test("another setting opens another pull request, with the difference", async () => {
  await configure("two");
  expect(done(await project.up())).toEqual([...made, "delete RepositoryPullRequest"]);
  expect(await pull(2)).toMatchObject({ state: "open", changed_files: 1 });
});

test("opens nothing either if a refresh detected the merge first", async () => {
  await merge(2, true);
  await expectNoChanges({ refresh: true });
  await configure("half");
  await project.up();
  expect(await pull(3)).toMatchObject({ state: "open", changed_files: 1 });
});

test("closes an open pull request in favor of the next", async () => {
  await configure("three");
  const update = await project.up();
  expect(done(update).sort()).toEqual([...made, ...dropped]);
  expect(await pull(3)).toMatchObject({ state: "closed", merged: false });
  expect(await pull(4)).toMatchObject({ state: "open", changed_files: 1 });
});

test("uses a new branch when a setting returns to a previous value", async () => {
  await configure("half");
  expect(done(await project.up()).sort()).toEqual([...made, ...dropped]);
  const [first, again] = [await pull(3), await pull(5)];
  expect(again.head.ref).toBe(`${first.head.ref}-2`);
  expect(again).toMatchObject({ state: "open", changed_files: 1 });
  await nothingHappens(5);
});

test("opens the next one after a merge without its branch and without a refresh", async () => {
  await merge(5, true);
  await configure("four");
  const update = await project.up();
  expect(done(update).sort()).toEqual([...made, ...dropped]);
  expect(await pull(5)).toMatchObject({ merged: true });
  expect(await pull(6)).toMatchObject({ state: "open", changed_files: 1 });
});

test("creates nothing again when the update itself refreshes", async () => {
  await merge(6, true);
  const before = await branches();
  await project.stack.up({ refresh: true });
  await nothingHappens();
  expect(await branches()).toEqual(before);
});

test("does nothing after a merge that keeps the branch, too", async () => {
  await configure("five");
  await project.up();
  await merge(7, false);
  await expectNoChanges();
});

test("does not reopen one that was closed without a merge", async () => {
  await configure("six");
  await project.up();
  await github("PATCH", "/pulls/8", { state: "closed" });
  const update = await project.up();
  expect(update.output).toContain(
    `pull request 8 of ${SEED_OWNER}/v7 was closed without being merged`,
  );
  expect(writes(update)).toEqual([]);
  await nothingHappens();
  expect(await pull(8)).toMatchObject({ state: "closed", merged: false });
});

test("does not propose what the branch contains already, and does not check it again", async () => {
  await configure("five");
  const update = await project.up();
  expect(done(update)).toEqual(["delete RepositoryPullRequest"]);
  expect(update.outputs).not.toHaveProperty("pullRequests");
  await nothingHappens();
});

test("keeps the file when the setting is removed, and reports it", async () => {
  await configure("five", false);
  const update = await project.up();
  expect(update.output).toContain(`the workflow of ${SEED_OWNER}/v7 stays as it is on GitHub`);
  expect(writes(update)).toEqual([]);
  expect(await file()).toContain('"tags":["five"]');
  expect((await project.up()).outputs.findings).toEqual([]);
});
