import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type * as toolchain from "../../toolchain";
import { partBinary } from "../../toolchain/cache";
import { dockerBuildProvider, githubProvider, parts, type Part } from "../../toolchain/parts";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();
const { PATH, PULUMI_GHCR_CACHE } = process.env;
const onCost = jest.fn();
/** Stops where the build would start. */
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

/** The names of the parts that are built if these are missing from the cache. */
async function findBuilt(missing: readonly Part[]): Promise<readonly string[]> {
  for (const part of parts.filter((each) => !missing.includes(each))) {
    const file = partBinary(part);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }
  jest.resetModules();
  const others = { estimateCost: () => "the cost", checkPrerequisites: jest.fn() };
  jest.doMock("../../toolchain/build", () => ({ ...others, build }));
  const { prepareToolchain } = jest.requireActual<typeof toolchain>("../../toolchain");
  const preparing = prepareToolchain(
    { onWait: jest.fn(), onCost, onProgress: jest.fn() },
    { builder: true },
  );
  await expect(preparing).rejects.toThrow("no");
  const requested = build.mock.calls[0]?.[0] ?? [];
  expect(onCost.mock.calls).toEqual([[requested, "the cost"]]);
  return requested.map(({ name }) => name);
}

const alongside = ["docker-buildx", "terraform-provider-github"];

it("builds every part on a new machine, and two clients alongside, whose cost is included", async () => {
  expect(await findBuilt(parts)).toEqual([...parts.map(({ name }) => name), ...alongside]);
});

it("builds buildx alongside the docker-build provider", async () => {
  expect(await findBuilt([dockerBuildProvider])).toEqual([
    dockerBuildProvider.name,
    "docker-buildx",
  ]);
});

it("builds nothing alongside if the providers are cached", async () => {
  const providers = [dockerBuildProvider, githubProvider];
  const others = parts.filter((part) => !providers.includes(part));
  expect(await findBuilt(others)).toEqual(others.map(({ name }) => name));
});
