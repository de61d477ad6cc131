import { recognize } from "../../core/denials";
import { renderPublish } from "../../core/workflows";
import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type FailedRun, type Update } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/**
 * The tests depend on each other: they change repositories and their workflows. Each repository is named
 * after what happens to its file. No image is built.
 */
let project: Project;

const names = ["edited", "deleted", "removed", "protected", "adopted"] as const;
type Name = (typeof names)[number];

const path = ".github/workflows/publish.yml";
const contentsOf = (name: Name): string => `${SEED_OWNER}/${name}/contents/${path}`;

beforeAll(async () => {
  project = await Project.open();
  const created = { name: "adopted", auto_init: true };
  expect((await requestGitHub("POST", "user/repos", created)).status).toBe(201);
  await writeFile("adopted", "on: push\n");
}, 600_000);

afterAll(async () => {
  await project.close();
});

async function requestGitHub(method: string, to: string, body?: object): Promise<Response> {
  return fetch(`http://${project.world.sandbox.address}/${to}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The file on GitHub; undefined if it does not exist. */
async function readFile(
  name: Name,
): Promise<{ readonly text: string; readonly sha: string } | undefined> {
  const answer = await requestGitHub("GET", `repos/${contentsOf(name)}`);
  if (answer.status === 404) return undefined;
  const { content, sha } = (await answer.json()) as { content: string; sha: string };
  return { text: Buffer.from(content, "base64").toString("utf8"), sha };
}

/** Changes the file on GitHub by hand; `null` deletes it. */
async function writeFile(name: Name, text: string | null): Promise<void> {
  const { sha } = (await readFile(name)) ?? {};
  const content = text === null ? undefined : Buffer.from(text).toString("base64");
  const body = { message: "by hand", content, sha };
  const method = text === null ? "DELETE" : "PUT";
  const { ok } = await requestGitHub(method, `repos/${contentsOf(name)}`, body);
  expect(ok).toBe(true);
}

function imagesOf(name: Name): object {
  return { [name]: "web", [`${name}-backend`]: { context: "backend", tags: ["latest"] } };
}

/** Configures the workflow of every repository, with other settings for some. */
function configure(changed: Partial<Record<Name, object>> = {}): void {
  const repositories = names.map((name) => {
    const origin = name === "adopted" ? { create: false, adopt: "overwrite" } : { create: true };
    return [name, { ...origin, workflow: true, images: imagesOf(name), ...changed[name] }] as const;
  });
  project.configure({ "ghcr:repositories": Object.fromEntries(repositories) });
}

/** The workflow for the settings above. */
function renderExpected(name: Name): string {
  const platforms = ["linux/amd64"];
  return renderPublish({
    owner: SEED_OWNER,
    repository: name,
    registry: project.world.sandbox.address,
    secretName: "GHCR_TOKEN",
    authentication: "token",
    branch: "main",
    attest: false,
    images: [
      { name, context: "web", tags: ["{{tag}}", "latest"], platforms },
      { name: `${name}-backend`, context: "backend", tags: ["latest"], platforms },
    ],
  });
}

/** The fixes of `pulumi-ghcr explain`: Pulumi runs no error hook if a change failed halfway. */
function listFixes(output: string): readonly string[] {
  return recognize(output).flatMap(({ fix }) => fix);
}

describe("the first update", () => {
  let update: Update;

  beforeAll(async () => {
    configure();
    update = await project.up();
  });

  it("writes the file, after the secret and the permissions", async () => {
    const created = ["create PublishWorkflow edited", "create RepositoryFile edited-workflow"];
    expect(listChanges(update)).toEqual(expect.arrayContaining(created));
    expect(listChanges(update).join()).not.toContain("create Image ");
    expect((await readFile("edited"))?.text).toBe(renderExpected("edited"));
    // The positions in the order in which the requests were sent.
    const [secret = -1, permissions = -1, written = -1] = [
      ...["actions/secrets/GHCR_TOKEN", "actions/permissions/workflow", `contents/${path}`],
    ].map((end) =>
      update.requests.findIndex(
        ({ method, path: at }) => method === "PUT" && at.endsWith(`/edited/${end}`),
      ),
    );
    expect(Math.min(secret, permissions)).toBeGreaterThan(-1);
    expect(written).toBeGreaterThan(Math.max(secret, permissions));
  });

  it("overwrites an existing file if adopt is overwrite", async () => {
    expect((await readFile("adopted"))?.text).toBe(renderExpected("adopted"));
  });
});

describe("an update that GitHub rejects", () => {
  let failed: FailedRun;

  beforeAll(async () => {
    await writeFile("edited", "name: by hand\non: push\njobs: {}\n");
    const body = JSON.stringify({ protectedBranches: ["main"] });
    await project.control(`repositories/${SEED_OWNER}/protected`, { method: "PATCH", body });
    configure({
      edited: { workflow: { authentication: "workflow-token" } },
      protected: { images: { protected: "web" } },
    });
    // In the strict mode, the preflight would stop before GitHub is asked.
    project.configure({ "ghcr:preflight": "warn" });
    failed = await project.expectUpToFail({ continueOnError: true });
    project.configure({ "ghcr:preflight": undefined });
  });

  it("does not overwrite an external change without a refresh, and reports it", async () => {
    expect(failed.output).toContain("was changed on GitHub since the last update or refresh");
    expect(failed.output).toMatch(/409 \S+ does not match [0-9a-f]{40}/);
    expect(listFixes(failed.output)).toContain(
      "npx pulumi refresh (reads the change into the stack)",
    );
    expect((await readFile("edited"))?.text).toContain("by hand");
  });

  it("names the setting that opens a pull request if the branch requires one", () => {
    expect(failed.output).toContain("Changes must be made through a pull request");
    expect(listFixes(failed.output).join()).toContain("workflow: {pullRequest: true}");
  });
});

describe("after a refresh", () => {
  // Without it, Pulumi would repeat the failed updates of the files, whatever the settings are by then.
  beforeAll(async () => {
    await writeFile("deleted", null);
    await project.refresh();
    configure({
      removed: { workflow: false, images: {} },
      protected: { workflow: { pullRequest: true }, images: { protected: "web" } },
    });
  });

  it("the preview shows what the update overwrites", async () => {
    const { operations, output } = await project.previewWithOutput({ diff: true });
    expect(listChanges({ operations })).toContain("update RepositoryFile edited-workflow");
    expect(output).toContain("by hand");
  });

  it("an update restores an edited and a deleted file, and changes no other", async () => {
    const update = await project.up();
    const changes = listChanges(update).filter((line) => !/(?:Container|External)Image/.test(line));
    expect(changes).toEqual([
      expect.stringMatching(/^create Branch protected-workflow-/),
      "create RepositoryFile deleted-workflow",
      expect.stringMatching(/^create RepositoryFile protected-workflow-/),
      expect.stringMatching(/^create RepositoryPullRequest protected-workflow-/),
      "delete PublishWorkflow removed",
      "delete RepositoryFile removed-workflow",
      "update RepositoryFile edited-workflow",
    ]);
    expect(listWrites(update).filter((line) => !line.includes("/protected/"))).toEqual([
      `DELETE ${contentsOf("removed")}`,
      `PUT ${contentsOf("deleted")}`,
      `PUT ${contentsOf("edited")}`,
    ]);
    for (const name of ["edited", "deleted", "adopted"] as const)
      expect((await readFile(name))?.text).toBe(renderExpected(name));
  });

  it("the file of a removed setting is deleted", async () => {
    expect(await readFile("removed")).toBeUndefined();
  });

  it("a committed file stays on a branch that gets a pull request now", async () => {
    expect((await readFile("protected"))?.text).toBe(renderExpected("protected"));
  });
});
