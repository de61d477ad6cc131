import { scanFolders } from "../../../../../cli/commands/init/scan/scanFolders";
import { folderForEachTest } from "../../../testFolder";
import { prerequisitesOf } from "../prerequisites";

const top = folderForEachTest();

beforeEach(() => {
  top.add("infra", "v7/.git");
  for (const folder of ["v7/api", "v7/web"]) top.write(`${folder}/Dockerfile`, "FROM scratch\n");
});

async function listImages(...folders: readonly string[]): Promise<readonly string[]> {
  const paths = folders.map((folder) => top.at(folder));
  const prerequisites = prerequisitesOf(top.at("infra"), { folders: paths });
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
