import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project } from "./support/project";

/**
 * A stack of a hundred repositories with one image each. Creating all of them would take minutes, so
 * one is created, and the state and the sandbox get copies of it.
 */
const template = "civilx-universe";
const names = Array.from({ length: 100 }, (_, index) => `many-${index}`);

let project: Project;

beforeAll(async () => {
  const world = await Project.open();
  // The state would be written again for each image whose permission is checked.
  project = world.openClone(world.folder, { PULUMI_SKIP_CHECKPOINTS: "true" });
}, 600_000);

afterAll(async () => {
  await project.close();
});

function configure(repositories: readonly string[]): void {
  const entries = repositories.map((name) => {
    return [name, { create: true, images: { [name]: { context: "examples/assets" } } }] as const;
  });
  project.configure({ "ghcr:repositories": Object.fromEntries(entries) });
}

async function createRepository(name: string): Promise<void> {
  const response = await fetch(`http://${project.world.sandbox.address}/user/repos`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(201);
}

/**
 * Copies the template's resources for each name, with the push permission in the format of earlier
 * versions, which included the build.
 */
async function multiplyState(): Promise<void> {
  const state = (await project.exportState()) as { deployment: { resources: { urn: string }[] } };
  const { deployment } = state;
  const isOne = ({ urn }: { urn: string }): boolean =>
    urn.split("::").pop()?.startsWith(template) === true;
  const copies = deployment.resources
    .filter(isOne)
    .map((resource) => JSON.stringify(resource))
    .map((text) => text.replace(/"passed":"[0-9a-f]{8}"/, `"passed":"${"0a".repeat(16)}"`));
  expect(copies).toHaveLength(6);
  deployment.resources = [
    ...deployment.resources.filter((resource) => !isOne(resource)),
    ...names.flatMap((name) =>
      copies.map((copy) => JSON.parse(copy.replaceAll(template, name)) as { urn: string }),
    ),
  ];
  await project.importState(state);
}

it("sends fewer than ten requests if nothing changed, with a strict preflight", async () => {
  configure([template]);
  await project.up();
  await multiplyState();
  for (const name of names) await createRepository(name);
  configure(names);

  // The token was not observed to push these packages, so each permission is checked once.
  const before = await project.up();
  const opened = before.requests.filter(({ path }) => path.endsWith("/blobs/uploads/"));
  expect(new Set(opened.map(({ path }) => path)).size).toBe(names.length);

  const { operations, requests } = await project.up();
  const changed = operations.filter(({ operation }) => operation !== "same");
  expect(changed).toEqual([]);
  expect(operations.filter(({ type }) => type.endsWith(":Image"))).toHaveLength(names.length);
  expect(requests.filter(isWrite)).toEqual([]);
  expect(requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    // The provider's, and then the preflight's: one for each token, one for each list page.
    `GET /api/v3/orgs/${SEED_OWNER}`,
    "GET /api/v3/user",
    "GET /api/v3/user",
    "GET /api/v3/user/repos",
    "GET /api/v3/user/repos",
  ]);
});
