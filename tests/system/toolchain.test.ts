import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, type Environment } from "../../core/process/child";
import { copyProgram } from "../../scripts/programFolder";
import { openWorld } from "../../scripts/world";
import { prepareToolchain } from "../../toolchain";
import { takeInventory, type Inventory } from "../../toolchain/inventory";
import * as catalog from "../../toolchain/parts";
import { listReleases } from "../../toolchain/download/releases";
import { temporaryFolders } from "../temporaryFolders";
import { emptyMachineForEachTest } from "../toolchain/emptyMachine";
import { ReleaseServer } from "../toolchain/releaseServer";

// Before the machine is emptied.
let inventory: Inventory;
beforeAll(async () => {
  inventory = await takeInventory(listReleases());
});

const machine = emptyMachineForEachTest(dirname(process.execPath), "/usr/bin", "/bin");
const temporaryFolder = temporaryFolders();
const server = new ReleaseServer();

beforeAll(() => server.start());
afterAll(() => server.stop());

function pathOf(part: catalog.Part): string {
  const location = inventory.get(part);
  if (location === undefined) throw new Error(`npm test has not prepared ${part.name}`);
  return location.path;
}

/** Publishes this machine's programs as their makers do. Returns where Pulumi finds the plugins. */
function publish(): Environment {
  const folder = temporaryFolder();
  const loader = join(folder, "loader");
  writeFileSync(loader, "");
  const files: Readonly<Record<string, Record<string, string>>> = {
    Pulumi: {
      "pulumi/pulumi": pathOf(catalog.pulumi),
      "pulumi/pulumi-language-nodejs": pathOf(catalog.languageHost),
    },
    BuildKit: {
      "bin/buildkitd": pathOf(catalog.buildkitd),
      "bin/buildkit-runc": pathOf(catalog.runc),
    },
    registry: { registry: pathOf(catalog.registry) },
    "Alpine Linux": {
      "./bin/busybox": pathOf(catalog.shell),
      "./lib/ld-musl-x86_64.so.1": loader,
    },
  };
  for (const release of server.list()) server.publish(release, files[release.name] ?? {}, folder);
  for (const part of [catalog.githubProvider, catalog.dockerBuildProvider]) {
    const name = `${part.name}-v${part.version}-linux-amd64.tar.gz`;
    server.publishArchive(`/plugins/${name}`, { [part.name]: pathOf(part) }, folder);
  }
  return { PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES: `.*=${server.origin}/plugins` };
}

const test = process.platform === "linux" && process.arch === "x64" ? it : it.skip;

test("a machine with Node.js alone downloads its tools, and publishes images with them", async () => {
  Object.assign(process.env, publish());
  const ignore = (): void => undefined;
  const onCost = jest.fn();
  const onDownloadFailed = jest.fn();
  const toolchain = await prepareToolchain(
    {
      ...{ onWait: ignore, onDownload: ignore, onDownloadFailed },
      ...{ onCost, onProgress: ignore },
    },
    { builder: true, releases: server.list() },
  );
  expect([onCost.mock.calls, onDownloadFailed.mock.calls]).toEqual([[], []]);
  expect(new Set(toolchain.parts.map(({ origin }) => origin))).toEqual(new Set(["downloaded"]));
  const program = join(machine.cache, "program");
  mkdirSync(program);
  copyProgram(program);
  const directory = join(program, ".sandbox");
  const world = await openWorld({ directory, toolchain, candidate: undefined });
  try {
    for (const args of [
      ["stack", "init", "dev"],
      ["up", "--yes", "--skip-preview", "--stack", "dev"],
    ]) {
      const options = { cwd: program, environment: world.environment };
      const { code, output } = await run(toolchain.pulumi, [...args, "--non-interactive"], options);
      expect([code, output]).toEqual([0, expect.any(String)]);
    }
  } finally {
    await world.stop();
  }
});
