import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/**
 * The tests depend on each other: repositories get their workflow by pull requests. Each repository is
 * named after what happens to its pull request, and each update finds all that happened since the last.
 */
let project: Project;
let update: Update;

const names = ["reviewed", "refreshed", "replaced", "merged", "kept", "closed", "late"] as const;
type Name = (typeof names)[number];

const path = ".github/workflows/publish.yml";

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly merged: boolean;
  readonly changed_files: number;
  readonly head: { readonly ref: string };
}

async function requestGitHub<Body>(
  method: string,
  name: Name,
  to: string,
  body?: object,
): Promise<Body> {
  const repository = `repos/${SEED_OWNER}/${name}`;
  const answer = await fetch(`http://${project.world.sandbox.address}/${repository}${to}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (answer.status === 204 ? {} : await answer.json()) as Body;
}

/** The file on a branch; undefined if it does not exist. */
async function readFile(name: Name, branch = "main"): Promise<string | undefined> {
  const to = `/contents/${path}?ref=${branch}`;
  const { content } = await requestGitHub<{ content?: string }>("GET", name, to);
  return content === undefined ? undefined : Buffer.from(content, "base64").toString("utf8");
}

async function readPull(name: Name, number: number): Promise<Pull> {
  return requestGitHub<Pull>("GET", name, `/pulls/${number}`);
}

async function listBranches(name: Name): Promise<string[]> {
  const to = "/git/matching-refs/heads/pulumi-ghcr/";
  const found = await requestGitHub<{ ref: string }[]>("GET", name, to);
  return found.map(({ ref }) => ref.replace("refs/heads/", ""));
}

async function mergePull(name: Name, deletes = true): Promise<void> {
  const method = { merge_method: deletes ? "squash" : "merge" };
  const merged = await requestGitHub<{ merged?: boolean }>("PUT", name, "/pulls/1/merge", method);
  expect(merged.merged).toBe(true);
  const { head } = await readPull(name, 1);
  if (deletes) await requestGitHub("DELETE", name, `/git/refs/heads/${head.ref}`);
}

/** Configures the workflow of every repository, with another tag for some; `null` removes it. */
function configure(tags: Partial<Record<Name, string | null>> = {}): void {
  const repositories = names.map((name) => {
    const tag = tags[name] === undefined ? "one" : tags[name];
    const images = { [name]: { context: "web", tags: [tag] } };
    const proposed = { workflow: { pullRequest: true }, images };
    return [name, { create: true, ...(tag === null ? { workflow: false } : proposed) }] as const;
  });
  project.configure({ "ghcr:repositories": Object.fromEntries(repositories) });
}

/** The changes of a workflow's resources, without their names. */
function listWorkflowChanges(name: Name): string[] {
  const resource = ` ${name}-workflow-`;
  return listChanges(update)
    .filter((line) => line.includes(resource) && !line.includes("permissions"))
    .map((line) => line.slice(0, line.indexOf(resource)))
    .sort();
}

function listWritesTo(name: Name): string[] {
  return listWrites(update).filter((line) => line.includes(` ${SEED_OWNER}/${name}/`));
}

/** The requests for the workflow and its pull request. */
function listReads(name: Name): string[] {
  const prefix = `/api/v3/repos/${SEED_OWNER}/${name}/`;
  return update.requests
    .filter((each) => each.path.startsWith(prefix))
    .map((each) => each.path.slice(prefix.length))
    .filter((each) => /contents|matching-refs|pulls/.test(each));
}

/** The update writes nothing to GitHub, and opens no pull request again. */
function expectNothingProposed(name: Name): void {
  expect(listWritesTo(name)).toEqual([]);
  expect(listWorkflowChanges(name).filter((line) => line.startsWith("create"))).toEqual([]);
}

/** The repositories of the findings about workflows. */
function listFindings(): string[] {
  const findings = update.outputs.findings as readonly { readonly setting: string }[];
  return findings.flatMap(
    ({ setting }) => /^ghcr:repositories\.(\w+)\.workflow$/.exec(setting)?.[1] ?? [],
  );
}

const created = ["create Branch", "create RepositoryFile", "create RepositoryPullRequest"];
const deleted = ["delete Branch", "delete RepositoryFile", "delete RepositoryPullRequest"];
const opened = { state: "open", changed_files: 1 };

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

describe("the first update", () => {
  beforeAll(async () => {
    configure();
    update = await project.up();
  });

  it("opens a pull request, and commits nothing to the branch", async () => {
    const addresses = names.map((name) => {
      return [name, `https://github.com/${SEED_OWNER}/${name}/pull/1`] as const;
    });
    expect(update.outputs.pullRequests).toEqual(Object.fromEntries(addresses));
    for (const name of names) {
      expect(listWorkflowChanges(name)).toEqual(created);
      expect(await readFile(name)).toBeUndefined();
      const pull = await readPull(name, 1);
      expect(pull).toMatchObject(opened);
      const file = await readFile(name, pull.head.ref);
      expect(file).toMatch(/RULES: \S+ one\n/);
      expect(file).toContain("opens\n# a pull request with it.");
    }
  });
});

describe("after a review, a merge that a refresh detected, and a changed setting, an update", () => {
  beforeAll(async () => {
    const { head } = await readPull("reviewed", 1);
    const file = `/contents/${path}`;
    const { sha } = await requestGitHub<{ sha: string }>(
      ...(["GET", "reviewed", `${file}?ref=${head.ref}`] as const),
    );
    const content = Buffer.from("on: push # reviewed\n").toString("base64");
    const body = { message: "reviewed", content, sha, branch: head.ref };
    await requestGitHub("PUT", "reviewed", file, body);
    await requestGitHub("PATCH", "reviewed", "/pulls/1", { title: "Another title" });
    await mergePull("refreshed");
    await project.refresh();
    configure({ replaced: "two" });
    update = await project.up();
  });

  it("keeps a reviewer's changes, and only requests the state of the open pull request", async () => {
    expect(listWorkflowChanges("reviewed")).toEqual([]);
    expect(listWritesTo("reviewed")).toEqual([]);
    expect(listReads("reviewed")).toEqual(["pulls/1"]);
    const { head } = await readPull("reviewed", 1);
    expect(await readFile("reviewed", head.ref)).toBe("on: push # reviewed\n");
  });

  it("opens no pull request again after the merge", async () => {
    expectNothingProposed("refreshed");
    expect(await listBranches("refreshed")).toEqual([]);
  });

  it("closes the open pull request with the next one", async () => {
    expect(listWorkflowChanges("replaced")).toEqual([...created, ...deleted]);
    expect(await readPull("replaced", 1)).toMatchObject({ state: "closed", merged: false });
    expect(await readPull("replaced", 2)).toMatchObject(opened);
  });
});

describe("after merges without a refresh, an update", () => {
  let keptBranches: readonly string[];

  beforeAll(async () => {
    await mergePull("reviewed");
    await mergePull("merged");
    await mergePull("kept", false);
    await requestGitHub("PATCH", "closed", "/pulls/1", { state: "closed" });
    keptBranches = await listBranches("kept");
    configure({ merged: "two", refreshed: null });
    update = await project.up();
  });

  it("opens no pull request again, whether the merge deleted the branch or kept it", async () => {
    for (const name of ["reviewed", "kept"] as const) expectNothingProposed(name);
    expect(await listBranches("reviewed")).toEqual([]);
    expect(keptBranches).toHaveLength(1);
    expect(await listBranches("kept")).toEqual(keptBranches);
  });

  it("opens another pull request for a changed setting", async () => {
    expect(listWorkflowChanges("merged")).toEqual([...created, ...deleted]);
    expect(await readPull("merged", 1)).toMatchObject({ merged: true });
    expect(await readPull("merged", 2)).toMatchObject(opened);
  });

  it("does not reopen a pull request that was closed without a merge, and reports it", async () => {
    expect(update.output).toContain(
      `pull request 1 of ${SEED_OWNER}/closed was closed without being merged`,
    );
    expect(listFindings()).toContain("closed");
    expect(listWritesTo("closed")).toEqual([]);
    expect(await readPull("closed", 1)).toMatchObject({ state: "closed", merged: false });
  });

  it("uses a new branch for a setting that returns to a previous value", async () => {
    expect(listWorkflowChanges("replaced")).toEqual([...created, ...deleted]);
    const [first, again] = [await readPull("replaced", 1), await readPull("replaced", 3)];
    expect(again.head.ref).toBe(`${first.head.ref}-2`);
    expect(again).toMatchObject(opened);
  });

  it("keeps the file if the setting is removed, and reports it", async () => {
    expect(update.output).toContain(
      `the workflow of ${SEED_OWNER}/refreshed stays as it is on GitHub`,
    );
    expect(listFindings()).toContain("refreshed");
    expect(listWritesTo("refreshed")).toEqual([]);
    expect(await readFile("refreshed")).toMatch(/RULES: \S+ one\n/);
  });
});

it("an update with --refresh opens no pull request again after a merge", async () => {
  await mergePull("late");
  update = await project.up({ refresh: true });
  expectNothingProposed("late");
  expect(await listBranches("late")).toEqual([]);
});

describe("the update after that", () => {
  beforeAll(async () => {
    configure({ refreshed: null, late: "two" });
    update = await project.up();
  });

  it("requests and changes nothing where a pull request was merged", async () => {
    for (const name of ["reviewed", "kept"] as const) {
      expect(listWorkflowChanges(name)).toEqual([]);
      expect(listWritesTo(name)).toEqual([]);
      expect(listReads(name)).toEqual([]);
    }
    expect(await listBranches("reviewed")).toEqual([]);
  });

  it("opens a pull request with the difference for a changed setting", async () => {
    expect(listWorkflowChanges("late")).toEqual([...created, "delete RepositoryPullRequest"]);
    expect(await readPull("late", 2)).toMatchObject(opened);
  });

  it("proposes no content that the branch already has", async () => {
    expect(listWorkflowChanges("merged")).toEqual(deleted);
    expect(await readPull("merged", 2)).toMatchObject({ state: "closed", merged: false });
    expect(update.outputs.pullRequests).not.toHaveProperty("merged");
  });

  it("reports the removed setting no more, nor the closed pull request", () => {
    expect(listFindings()).toEqual([]);
  });
});
