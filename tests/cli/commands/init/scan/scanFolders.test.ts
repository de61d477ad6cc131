import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scanFolders } from "../../../../../cli/commands/init/scan/scanFolders";
import { temporaryFolders } from "../../../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let top: string;

beforeEach(() => {
  top = temporaryFolder();
  for (const folder of ["infra", "v7/.git", "v7/api", "v7/web"]) {
    mkdirSync(join(top, folder), { recursive: true });
  }
  for (const folder of ["v7/api", "v7/web"]) {
    writeFileSync(join(top, folder, "Dockerfile"), "FROM scratch\n");
  }
});

async function listImages(...folders: readonly string[]): Promise<readonly string[]> {
  const prerequisites = {
    program: join(top, "infra"),
    pulumi: "pulumi",
    environment: {},
    api: "https://api.github.com/",
    registry: "ghcr.io",
    folders: folders.map((folder) => join(top, folder)),
  };
  const { repositories } = await scanFolders(prerequisites, undefined);
  expect(repositories.flatMap(({ skipped }) => skipped)).toEqual([]);
  return repositories.flatMap(({ images }) => images.map(({ name }) => name));
}

it("merges several folders of one repository", async () => {
  expect(await listImages("v7/api", "v7/web")).toEqual(["v7/api", "v7/web"]);
});

it("finds each Dockerfile once if folders overlap", async () => {
  expect(await listImages("v7", "v7/api")).toEqual(["v7/api", "v7/web"]);
  expect(await listImages("v7/web", "v7")).toEqual(["v7/web", "v7/api"]);
});
