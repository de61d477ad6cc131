import { ORGANIZATION_TOKEN, seedWorld } from "../../../sandbox/seed";
import { addToken } from "../../sandbox/people";
import type { Running } from "./running";
import { pushBlob, pushImage, startRunning } from "./running";

const NAME = "liber-abaci/demo";
const PACKAGE = "/orgs/Liber-Abaci/packages/container/demo";
const SOURCE = { "org.opencontainers.image.source": "https://github.com/Liber-Abaci/demo" };

/** The ID of the first repository that is created. */
const REPOSITORY = 1000;

let running: Running;

beforeEach(async () => {
  const world = seedWorld();
  const job = { kind: "actions", owner: "github-actions[bot]" } as const;
  const may = { packages: "write" } as const;
  addToken(world, "ghs_demo", { ...job, repositoryId: REPOSITORY, permissions: may });
  addToken(world, "ghs_other", { ...job, repositoryId: REPOSITORY + 1, permissions: may });
  addToken(world, "ghs_bare", { ...job, repositoryId: REPOSITORY });
  const app = { kind: "installation", owner: "Liber-Abaci", permissions: may } as const;
  addToken(world, "ghs_app", app);
  addToken(world, "github_pat_x", { kind: "fine-grained" });
  running = await startRunning(world);
  for (const name of ["demo", "other"]) {
    const body = { name, private: true };
    await running.github("POST", "/orgs/Liber-Abaci/repos", { token: ORGANIZATION_TOKEN, body });
  }
});

afterEach(async () => {
  await running.close();
});

async function readDenial(answer: Response): Promise<string> {
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] };
  return `${answer.status} ${errors[0]?.code ?? ""} ${errors[0]?.message ?? ""}`;
}

/** Checks the push permission by opening an upload, which creates no package. */
async function probe(password: string, name = NAME): Promise<Response> {
  const bearer = await running.bearer(password);
  return await running.registry("POST", `${name}/blobs/uploads/`, { bearer });
}

it("denies each token that cannot push, with ghcr.io's message", async () => {
  await pushImage(running, NAME, "1", SOURCE, await running.bearer(ORGANIZATION_TOKEN));
  const scopes = "permission_denied: The token provided does not match expected scopes.";
  const denied = (what: string): string =>
    `403 DENIED installation not allowed to ${what} organization package`;
  expect(await readDenial(await probe("ghs_bare"))).toBe(denied("Write"));
  expect(await readDenial(await probe("ghs_bare", "liber-abaci/new"))).toBe(denied("Create"));
  expect(await readDenial(await probe("ghs_app"))).toBe(denied("Write"));
  expect(await readDenial(await probe("github_pat_x"))).toBe(`403 DENIED ${scopes}`);
  expect(await readDenial(await probe("ghs_other"))).toBe(
    "403 DENIED permission_denied: write_package",
  );
  expect((await probe("ghs_demo")).status).toBe(202);
  const bearer = await running.bearer("ghs_bare");
  const pull = await running.registry("GET", `${NAME}/manifests/1`, { bearer });
  expect(await readDenial(pull)).toBe(denied("Read"));
});

it("an upload creates no package, and a workflow's push creates one that it can push again", async () => {
  const bearer = await running.bearer("ghs_demo");
  await pushBlob(running, NAME, "layer", bearer);
  const token = ORGANIZATION_TOKEN;
  expect((await running.github("GET", PACKAGE, { token })).status).toBe(404);
  await pushImage(running, NAME, "1", {}, bearer);
  const { body } = await running.github("GET", PACKAGE, { token });
  expect(body).toMatchObject({ visibility: "private", owner: { login: "Liber-Abaci" } });
  expect(body).not.toHaveProperty("repository");
  expect((await probe("ghs_demo")).status).toBe(202);
  expect(await readDenial(await probe("ghs_other"))).toContain("write_package");
});

it("a deleted version or package cannot be pulled until it is restored", async () => {
  const token = ORGANIZATION_TOKEN;
  const bearer = await running.bearer(token);
  const first = await pushImage(running, NAME, "1", {}, bearer);
  await pushImage(running, NAME, "2", SOURCE, bearer);
  const get = (path: string): Promise<Response> => running.registry("GET", path, { bearer });
  const tags = async (): Promise<unknown> =>
    ((await (await get(`${NAME}/tags/list`)).json()) as { tags: unknown }).tags;
  const versions = await running.github("GET", `${PACKAGE}/versions`, { token });
  const listed = versions.body as unknown as { id: number; name: string }[];
  const id = listed.find(({ name }) => name === first.digest)?.id ?? 0;

  expect(await tags()).toEqual(["1", "2"]);
  await running.github("DELETE", `${PACKAGE}/versions/${id}`, { token });
  expect(await readDenial(await get(`${NAME}/manifests/1`))).toContain("404 MANIFEST_UNKNOWN");
  expect((await get(`${NAME}/manifests/${first.digest}`)).status).toBe(404);
  expect(await tags()).toEqual(["2"]);
  await running.github("POST", `${PACKAGE}/versions/${id}/restore`, { token });
  expect((await get(`${NAME}/manifests/1`)).status).toBe(200);

  await running.github("DELETE", PACKAGE, { token });
  expect((await get(`${NAME}/manifests/2`)).status).toBe(404);
  expect(await readDenial(await get(`${NAME}/tags/list`))).toContain("404 NAME_UNKNOWN");
  await running.github("POST", `${PACKAGE}/restore`, { token });
  expect(await tags()).toEqual(["1", "2"]);
});
