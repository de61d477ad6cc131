import { recognize } from "../../core/denials";
import { ORGANIZATION_TOKEN, SEED_ORGANIZATION, SEED_OWNER } from "../../sandbox/seed";
import { Project } from "./support/project";
import { listChanges, listWrites } from "./support/changes";

/** The tests depend on each other: they change an organization's repositories. No image is built. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
  project.configure({
    "ghcr:owner": SEED_ORGANIZATION,
    "ghcr:username": SEED_OWNER,
    "ghcr:defaults": { create: true, visibility: "public", secretScope: "organization" },
  });
  await project.setSecrets({ "github:token": ORGANIZATION_TOKEN });
}, 600_000);

afterAll(async () => {
  await project.close();
});

function configure(repositories: object): void {
  project.configure({ "ghcr:repositories": repositories });
}

const secretPath = `organization-secrets/${SEED_ORGANIZATION}/GHCR_TOKEN`;
const secretWrite = `PUT orgs/${SEED_ORGANIZATION}/actions/secrets/GHCR_TOKEN`;

test("the preview of a new stack shows every resource, although no repository has an ID yet", async () => {
  configure({ abacus: {}, liber: {} });
  await project.forgetRequests();
  const operations = await project.preview();
  expect(listChanges({ operations })).toEqual([
    "create ActionsOrganizationSecret GHCR_TOKEN",
    "create OrganizationSecret GHCR_TOKEN",
    "create PublishingRepository abacus",
    "create PublishingRepository liber",
    "create Repository abacus",
    "create Repository liber",
    "create Stack pulumi-ghcr-dev",
    "create WorkflowRepositoryPermissions abacus-workflow-permissions",
    "create WorkflowRepositoryPermissions liber-workflow-permissions",
    "create github github",
    "create pulumi default",
  ]);
  expect(listWrites({ requests: await project.listRequests() })).toEqual([]);
});

/** The writes of the failed update, which vary with the order of its requests. */
let writesBeforeFailure: readonly string[];

test("without a preflight nothing is checked, and workflow permissions that the organization forbids are reported when the update fails", async () => {
  configure({ abacus: { workflowPermissions: "write" }, liber: {} });
  project.configure({ "ghcr:preflight": "off" });
  const met = await project.expectUpToFail();
  writesBeforeFailure = listWrites(met);
  expect(met.requests.map(({ path }) => path)).not.toContain("/api/v3/user");
  const named = recognize(met.output).map(({ denial }) => denial?.id);
  expect(named).toContain("github-workflow-permissions-conflict");
  project.configure({ "ghcr:preflight": undefined });
});

test("all repositories share one secret, which is written once, even after a failed update", async () => {
  configure({ abacus: {}, liber: {} });
  const update = await project.up();
  const both = [...writesBeforeFailure, ...listWrites(update)];
  expect(both.filter((line) => line === secretWrite)).toHaveLength(1);
  expect(await project.control(secretPath)).toMatchObject({ repositoryIds: [1000, 1001] });
});

test("a new token is written once, and all repositories keep the secret", async () => {
  await project.setSecrets({ "ghcr:token": ORGANIZATION_TOKEN });
  const update = await project.up();
  expect(listChanges(update)).toEqual(["update ActionsOrganizationSecret GHCR_TOKEN"]);
  expect(listWrites(update)).toEqual([secretWrite]);
  expect(await project.control(secretPath)).toMatchObject({
    opened: ORGANIZATION_TOKEN,
    visibility: "selected",
    repositoryIds: [1000, 1001],
  });
});

test("a refresh detects an external change of the secret, and the update writes it again", async () => {
  const updatedAt = new Date(Date.now() + 60_000).toISOString();
  const stranger = { value: "a stranger's", updatedAt };
  await project.control(secretPath, { method: "PUT", body: JSON.stringify(stranger) });
  await project.refresh();
  const update = await project.up();
  expect(listChanges(update)).toEqual(["update ActionsOrganizationSecret GHCR_TOKEN"]);
  expect(listWrites(update)).toEqual([secretWrite]);
  expect(await project.control(secretPath)).toMatchObject({ opened: ORGANIZATION_TOKEN });
});
