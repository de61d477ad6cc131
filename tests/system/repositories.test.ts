import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/** The tests depend on each other: each continues with the state that the previous one left. No image is built. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

async function requestGitHub(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`http://${project.world.sandbox.address}/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect([method, path, response.status]).toEqual([
    method,
    path,
    response.ok ? response.status : 0,
  ]);
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

function configure(repositories: object): void {
  project.configure({ "ghcr:repositories": repositories });
}

function createRepositorySettings(count: number): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`made-${index}`, { create: true }]),
  );
}

const abacus = `repos/${SEED_OWNER}/Abacus`;
const rotated = "ghp_sandboxRotated00000000000000000000000000";

/** The settings of a repository on GitHub. */
async function readRepositorySettings(path: string): Promise<unknown> {
  const { updated_at, ...settings } = (await requestGitHub("GET", path)) as Record<string, unknown>;
  expect(updated_at).toBeDefined();
  return [settings, await requestGitHub("GET", `${path}/actions/permissions/workflow`)];
}

let before: unknown;
let preview: Pick<Update, "operations">;

/** The repositories that most of the updates have. */
const commonRepositories = {
  ...createRepositorySettings(2),
  open: { create: true, visibility: "public", protectTags: ["v*"], onDestroy: "delete" },
  Abacus: { adopt: true, description: "As old as counting", protectTags: ["v*"] },
};

test("the preview of a new stack sends no write", async () => {
  await requestGitHub("POST", "user/repos", {
    name: "Abacus",
    description: "As old as counting",
    visibility: "public",
    homepage: "https://example.com",
    has_wiki: false,
    has_projects: false,
    has_discussions: true,
    allow_squash_merge: false,
    delete_branch_on_merge: true,
    merge_commit_title: "PR_TITLE",
    auto_init: true,
  });
  await requestGitHub("PUT", `${abacus}/topics`, { names: ["counting"] });
  const permissions = {
    default_workflow_permissions: "write",
    can_approve_pull_request_reviews: true,
  };
  await requestGitHub("PUT", `${abacus}/actions/permissions/workflow`, permissions);
  before = await readRepositorySettings(abacus);

  configure(commonRepositories);
  await project.forgetRequests();
  preview = { operations: await project.preview() };
  expect(listWrites({ requests: await project.listRequests() })).toEqual([]);
});

test("an update creates repositories as previewed, and adopts one, which only gets its secret and ruleset", async () => {
  const update = await project.up();
  // The default provider, which reads the state, is not in the preview of a new stack.
  const defaultProvider = "create pulumi default";
  expect(listChanges(update).filter((line) => line !== defaultProvider)).toEqual(
    listChanges(preview).filter((line) => line !== defaultProvider),
  );
  expect(listChanges(update).filter((line) => line.startsWith("create Repository "))).toEqual(
    ["made-0", "made-1", "open"].map((name) => `create Repository ${name}`),
  );
  expect(listChanges(update).filter((line) => line.includes("Abacus"))).toEqual([
    "create ActionsSecret Abacus-secret",
    "create PublishingRepository Abacus",
    "create RepositoryRuleset Abacus-tags",
    "import Repository Abacus",
    "import WorkflowRepositoryPermissions Abacus-workflow-permissions",
  ]);
  expect(listWrites(update).filter((line) => line.includes("Abacus"))).toEqual([
    `POST ${SEED_OWNER}/Abacus/rulesets`,
    `PUT ${SEED_OWNER}/Abacus/actions/secrets/GHCR_TOKEN`,
  ]);
  expect(await readRepositorySettings(abacus)).toEqual(before);
  expect(await requestGitHub("GET", `repos/${SEED_OWNER}/made-1`)).toMatchObject({
    visibility: "private",
    has_issues: true,
  });
  const [ruleset] = (await requestGitHub("GET", `repos/${SEED_OWNER}/open/rulesets`)) as {
    id: number;
  }[];
  expect(
    await requestGitHub("GET", `repos/${SEED_OWNER}/open/rulesets/${ruleset?.id ?? 0}`),
  ).toMatchObject({
    target: "tag",
    enforcement: "active",
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    rules: [{ type: "update" }, { type: "deletion" }],
  });
});

test("a refresh detects external changes, and the update reverts them", async () => {
  const path = `secrets/${SEED_OWNER}/made-0/GHCR_TOKEN`;
  const stranger = {
    value: "a stranger's",
    updatedAt: new Date(Date.now() + 60_000).toISOString(),
  };
  await project.control(path, { method: "PUT", body: JSON.stringify(stranger) });
  const workflow = `repos/${SEED_OWNER}/made-1/actions/permissions/workflow`;
  await requestGitHub("PUT", workflow, { default_workflow_permissions: "write" });

  await project.refresh();
  const update = await project.up();
  expect(listChanges(update)).toEqual([
    "update ActionsSecret made-0-secret",
    "update WorkflowRepositoryPermissions made-1-workflow-permissions",
  ]);
  expect(listWrites(update)).toEqual([
    `PUT ${SEED_OWNER}/made-0/actions/secrets/GHCR_TOKEN`,
    `PUT ${SEED_OWNER}/made-1/actions/permissions/workflow`,
  ]);
  expect(await project.control(path)).toMatchObject({ opened: PUBLISHER_TOKEN });
  expect(await requestGitHub("GET", workflow)).toMatchObject({
    default_workflow_permissions: "read",
  });
  expect(await readRepositorySettings(abacus)).toEqual(before);
});

test("a new token only updates the secrets, an added or removed repository changes no other one, and adopt: overwrite only writes what differs", async () => {
  const scopes = ["read:packages", "write:packages"];
  const token = { token: rotated, kind: "classic", owner: SEED_OWNER, scopes };
  await project.control("tokens", { method: "POST", body: JSON.stringify(token) });
  await project.setSecrets({ "ghcr:token": rotated });
  await requestGitHub("POST", "user/repos", { name: "Liber", description: "Old", auto_init: true });
  const { Abacus: left, ...kept } = commonRepositories;
  expect(left).toBeDefined();
  configure({
    ...kept,
    ...createRepositorySettings(3),
    Liber: { adopt: "overwrite", description: "New" },
  });
  const update = await project.up();
  const names = Object.keys(kept);
  const isOther = (line: string): boolean => !line.includes("Abacus");
  expect(listChanges(update).filter(isOther)).toEqual(
    [
      ...names.map((name) => `update ActionsSecret ${name}-secret`),
      "create ActionsSecret Liber-secret",
      "create ActionsSecret made-2-secret",
      "create PublishingRepository Liber",
      "create PublishingRepository made-2",
      "create Repository made-2",
      "create WorkflowRepositoryPermissions made-2-workflow-permissions",
      "import Repository Liber",
      "import WorkflowRepositoryPermissions Liber-workflow-permissions",
      "update Repository Liber",
    ].sort(),
  );
  const writes = listWrites(update).filter((line) => !line.includes("/made-2"));
  expect(writes.filter(isOther)).toEqual(
    [
      "POST user/repos",
      ...[...names, "Liber"].map((name) => `PUT ${SEED_OWNER}/${name}/actions/secrets/GHCR_TOKEN`),
      `PATCH ${SEED_OWNER}/Liber`,
    ].sort(),
  );
  expect(await requestGitHub("GET", `repos/${SEED_OWNER}/Liber`)).toMatchObject({
    description: "New",
  });
});

test("a repository that was adopted and left the stack is as it was before, without its secret", async () => {
  expect(await readRepositorySettings(abacus)).toEqual(before);
  await expect(project.control(`secrets/${SEED_OWNER}/Abacus/GHCR_TOKEN`)).rejects.toThrow("404");
  // The stack created the ruleset, so it is deleted.
  expect(await requestGitHub("GET", `${abacus}/rulesets`)).toEqual([]);
});

test("destroying the stack archives created repositories, keeps adopted ones, and deletes those with onDestroy: delete", async () => {
  await project.forgetRequests();
  await project.destroy();
  const left = (await requestGitHub("GET", "user/repos?per_page=100")) as {
    name: string;
    archived: boolean;
  }[];
  expect(Object.fromEntries(left.map(({ name, archived }) => [name, archived]))).toEqual({
    ...Object.fromEntries(Object.keys(createRepositorySettings(3)).map((name) => [name, true])),
    Abacus: false,
    Liber: false,
  });
});
