import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { listChanges } from "./support/changes";
import { isWrite, Project } from "./support/project";

/** The tests depend on each other: the first updates of a stack fail, and their resources exist. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
  mkdirSync(join(project.folder, "app"));
  writeDockerfile("FROM scratch\nCOPY absent /\n");
}, 600_000);

afterAll(async () => {
  await project.close();
});

const workflowPath = ".github/workflows/publish.yml";

function writeDockerfile(text: string): void {
  writeFileSync(join(project.folder, "app", "Dockerfile"), text);
}

function configure(repositories: object): void {
  project.configure({ "ghcr:repositories": repositories });
}

async function requestGitHub(method: string, path: string, body: object): Promise<number> {
  const answer = await fetch(`http://${project.world.sandbox.address}/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    body: JSON.stringify(body),
  });
  return answer.status;
}

const app = {
  create: true,
  workflow: true,
  images: {
    "my-app": { context: "app", build: "pulumi", tags: ["latest"] },
    "my-app/other": { context: "app", tags: ["latest"] },
  },
};
const conflictPattern = /already (?:exists|has)/;
const conflict = `ghcr:repositories.taken: ${SEED_OWNER}/taken already exists, and this stack did not create it`;

test("the first preview fails if a repository or file already exists, and changes nothing", async () => {
  for (const name of ["taken", "written"]) {
    expect(await requestGitHub("POST", "user/repos", { name, auto_init: true })).toBe(201);
  }
  const body = { message: "by hand", content: Buffer.from("on: push\n").toString("base64") };
  const contents = `repos/${SEED_OWNER}/written/contents/${workflowPath}`;
  expect(await requestGitHub("PUT", contents, body)).toBe(201);
  const written = { workflow: true, images: { written: { context: "app" } } };
  configure({ "my-app": app, taken: { create: true }, written });
  const { output, requests } = await project.expectPreviewToFail();
  expect(output).toContain("Preflight found 2 problems; nothing was changed.");
  expect(output).toContain(conflict);
  expect(output).toContain(
    `ghcr:repositories.written.workflow.path: ${SEED_OWNER}/written already has ${workflowPath}, and this stack did not create it`,
  );
  expect(requests.filter(isWrite).filter(({ path }) => !path.startsWith("/v2/"))).toEqual([]);
});

test("an existing repository is reported together with other problems of the preview", async () => {
  const images = { ...app.images, misspelled: { context: "ap", build: "pulumi" } };
  configure({ "my-app": { ...app, images }, taken: { create: true }, nowhere: {} });
  const { output } = await project.expectPreviewToFail();
  expect(output).toContain(
    `images.misspelled.context: the folder ${join(project.folder, "ap")} does not exist`,
  );
  expect(output).toContain("Write the nearest path that exists: app");
  expect(output).toContain(`${SEED_OWNER}/nowhere does not exist, or`);
  expect(output).toContain(`warning: ${conflict}, unless an interrupted update did`);
});

test("the next preview accepts what the first update created before its build failed, and only warns of an existing repository if ghcr:preflight is warn", async () => {
  configure({ "my-app": app });
  expect((await project.expectUpToFail()).output).toContain("absent");
  const made = project.readResources().map(({ type }) => type);
  expect(made).toContain("github:index/repository:Repository");
  expect(made).toContain("github:index/repositoryFile:RepositoryFile");
  configure({ "my-app": app, taken: { create: true } });
  project.configure({ "ghcr:preflight": "warn" });
  const { operations, output } = await project.previewWithOutput();
  project.configure({ "ghcr:preflight": undefined });
  configure({ "my-app": app });
  const conflicts = output.split("\n").filter((line) => conflictPattern.test(line));
  expect(conflicts).not.toEqual([]);
  expect(conflicts.filter((line) => !line.includes(`warning: ${conflict}`))).toEqual([]);
  const changes = listChanges({ operations });
  expect(changes).toContain("create Repository taken");
  expect(changes.filter((line) => /^delete|(?:Repository|File) my-app/.test(line))).toEqual([]);
});

test("the next update continues, without reporting what the first one created", async () => {
  writeDockerfile("FROM scratch\nCOPY Dockerfile /\n");
  const { outputs, output, requests } = await project.up();
  expect(output).not.toMatch(conflictPattern);
  expect(JSON.stringify(outputs.findings)).not.toMatch(conflictPattern);
  expect(requests.filter(isWrite).map(({ path }) => path)).not.toContain("/api/v3/user/repos");
});
