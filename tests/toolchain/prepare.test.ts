import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type * as engine from "../../toolchain";
import { partBinary } from "../../toolchain/cache";
import { dockerBuildProvider, githubProvider, parts, type Part } from "../../toolchain/parts";
import { temporaryFolders } from "./temporary";

const temporaryFolder = temporaryFolders();
const { PATH, PULUMI_GHCR_CACHE } = process.env;
const onCost = jest.fn();
/** It ends where the building would begin. */
const build = jest.fn<Promise<never>, [readonly Part[]]>(() => Promise.reject(new Error("no")));

beforeEach(() => {
  process.env.PULUMI_GHCR_CACHE = temporaryFolder();
  process.env.PATH = "";
  jest.clearAllMocks();
});

afterEach(() => {
  process.env.PATH = PATH;
  if (PULUMI_GHCR_CACHE === undefined) delete process.env.PULUMI_GHCR_CACHE;
  else process.env.PULUMI_GHCR_CACHE = PULUMI_GHCR_CACHE;
});

/** The names of what is built where the cache has all but these. */
async function built(lacking: readonly Part[]): Promise<readonly string[]> {
  for (const part of parts.filter((each) => !lacking.includes(each))) {
    const file = partBinary(part);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }
  jest.resetModules();
  const others = { estimate: () => "the cost", refuseObstacles: jest.fn() };
  jest.doMock("../../toolchain/build", () => ({ ...others, build }));
  const { prepareEngine } = jest.requireActual<typeof engine>("../../toolchain");
  const making = prepareEngine(
    { onWait: jest.fn(), onCost, onProgress: jest.fn() },
    { builder: true },
  );
  await expect(making).rejects.toThrow("no");
  const wanted = build.mock.calls[0]?.[0] ?? [];
  expect(onCost.mock.calls).toEqual([[wanted, "the cost"]]);
  return wanted.map(({ name }) => name);
}

const along = ["docker-buildx", "terraform-provider-github"];

it("on a new machine every part is built, and two clients with them, whose cost is told too", async () => {
  expect(await built(parts)).toEqual([...parts.map(({ name }) => name), ...along]);
});

it("where the provider is to be built, buildx comes along, and with no other part", async () => {
  expect(await built([dockerBuildProvider])).toEqual([dockerBuildProvider.name, "docker-buildx"]);
});

it("where the providers are there already, nothing comes along", async () => {
  const providers = [dockerBuildProvider, githubProvider];
  const others = parts.filter((part) => !providers.includes(part));
  expect(await built(others)).toEqual(others.map(({ name }) => name));
});
