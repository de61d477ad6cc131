import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareToolchain, type Toolchain } from "../../toolchain";
import { parts, pulumi, registry } from "../../toolchain/parts";
import type { Release } from "../../toolchain/download/releases";
import { emptyMachineForEachTest, goScript } from "./emptyMachine";
import { ReleaseServer } from "./releaseServer";

const machine = emptyMachineForEachTest("/usr/bin", "/bin");
const listener = {
  ...{ onWait: jest.fn(), onCost: jest.fn(), onProgress: jest.fn() },
  ...{ onDownload: jest.fn(), onDownloadFailed: jest.fn() },
};
let server: ReleaseServer;
let releases: readonly Release[];

beforeEach(async () => {
  jest.clearAllMocks();
  server = new ReleaseServer();
  await server.start();
  releases = server.list();
  for (const release of releases) {
    const script = join(machine.programs, "script");
    writeFileSync(script, pulumiScript(release.version));
    const members = Object.entries(release.files).map(([name, path]) =>
      name === "bin" ? `${path}/pulumi` : path,
    );
    const host = release.name === "Pulumi" ? ["pulumi/pulumi-language-nodejs"] : [];
    const files = Object.fromEntries([...members, ...host].map((path) => [path, script]));
    server.publish(release, files, join(machine.programs, ".."));
  }
  rmSync(join(machine.programs, "script"));
});

afterEach(() => server.stop());

/** A `pulumi` that prints its version and installs plugins, unless it cannot download them. */
function pulumiScript(version: string): string {
  return [
    "#!/bin/sh",
    `if [ "$1" != plugin ]; then echo v${version}; exit; fi`,
    `if [ -e '${machine.programs}/offline' ] && [ "$6" != --file ]; then exit 1; fi`,
    'mkdir -p "$PULUMI_HOME/plugins/resource-$4-v$5"',
    "",
  ].join("\n");
}

function prepare(): Promise<Toolchain> {
  return prepareToolchain(listener, { builder: true, releases });
}

function originsOf({ parts: prepared }: Toolchain): Record<string, string> {
  return Object.fromEntries(prepared.map(({ part, origin }) => [part.name, origin]));
}

/** A `go` whose programs are scripts. */
function createGo(): void {
  machine.createProgram(
    "go",
    'if [ "$1" = mod ]; then exit 1; fi',
    'mkdir -p "$GOCACHE"',
    ...goScript(`cp '${machine.programs}/built' "$program"`, 'chmod 755 "$program"'),
  );
  writeFileSync(join(machine.programs, "built"), pulumiScript(pulumi.version));
}

it("downloads everything on a machine without Go, once", async () => {
  const toolchain = await prepare();
  const all = Object.fromEntries(parts.map(({ name }) => [name, "downloaded"]));
  expect(originsOf(toolchain)).toEqual(all);
  const versionOf = (name: string): string | undefined =>
    toolchain.parts.find(({ part }) => part.name === name)?.version;
  expect(["buildkitd", "runc", "gosh"].map(versionOf)).toEqual([
    "0.31.1",
    "BuildKit 0.31.1",
    "Alpine Linux 3.22.2",
  ]);
  expect(listener.onCost).not.toHaveBeenCalled();
  expect(listener.onDownloadFailed).not.toHaveBeenCalled();
  expect(existsSync(toolchain.shell.libraries[0] ?? "")).toBe(true);
  const { buildkitd, runc } = await toolchain.buildKit();
  expect([buildkitd, runc].every(existsSync)).toBe(true);
  // `npx pulumi` finds it, in the user's home and in the sandbox's.
  for (const home of [process.env.PULUMI_HOME, toolchain.environment.PULUMI_HOME]) {
    expect(existsSync(join(home ?? "", "versions", pulumi.version, "bin", "pulumi"))).toBe(true);
  }
  const count = server.requests.length;
  expect(originsOf(await prepare())).toEqual(all);
  expect(server.requests).toHaveLength(count);
});

it("prefers what the machine has", async () => {
  const path = machine.createProgram("registry", "echo v3.5.0");
  const toolchain = await prepare();
  expect(toolchain.registry).toBe(path);
  expect(server.requests.join()).not.toContain("registry");
});

it("ignores the npm package's command, which would download Pulumi", async () => {
  const packages = join(machine.programs, "node_modules", ".bin");
  mkdirSync(packages, { recursive: true });
  writeFileSync(join(packages, "pulumi"), "#!/bin/sh\necho v3.999.0\n", { mode: 0o755 });
  process.env.PATH = `${packages}:${process.env.PATH ?? ""}`;
  const toolchain = await prepare();
  expect(toolchain.parts.find(({ part }) => part === pulumi)?.version).toBe(pulumi.version);
});

it("says what it cannot download, and that Go is missing", async () => {
  server.faults.set("registry_3.1.2_linux_amd64.tar.gz", "404");
  await expect(prepare()).rejects.toThrow(
    "registry: not installed, and Go, which would build it, is not installed either",
  );
  const [[failures]] = listener.onDownloadFailed.mock.calls as [[Error[]]];
  expect(failures.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^registry 3\.1\.2: \S+ answered 404$/),
  ]);
});

it("builds what it cannot download", async () => {
  createGo();
  server.faults.set("registry_3.1.2_linux_amd64.tar.gz", "404");
  const toolchain = await prepareToolchain(listener, { builder: false, releases });
  expect(originsOf(toolchain)).toMatchObject({ registry: "built", gosh: "downloaded" });
  const [[missing]] = listener.onCost.mock.calls as [[unknown]];
  expect(missing).toEqual([registry]);
});

it("builds the plugins if Pulumi cannot download them", async () => {
  createGo();
  writeFileSync(join(machine.programs, "offline"), "");
  const toolchain = await prepareToolchain(listener, { builder: false, releases });
  expect(originsOf(toolchain)).toMatchObject({
    pulumi: "downloaded",
    "pulumi-resource-github": "built",
    "pulumi-resource-docker-build": "built",
  });
});

it("builds everything without a network, also for `npx pulumi`", async () => {
  createGo();
  await server.stop();
  writeFileSync(join(machine.programs, "offline"), "");
  const offline = { builder: false, releases };
  const toolchain = await prepareToolchain(listener, offline);
  expect(new Set(Object.values(originsOf(toolchain)))).toEqual(new Set(["built"]));
  expect(listener.onDownloadFailed).toHaveBeenCalledTimes(1);
  const home = process.env.PULUMI_HOME ?? "";
  const folder = join(home, "versions", pulumi.version);
  expect(readFileSync(join(folder, "bin", "pulumi"), "utf8")).toContain("v3.255.0");
  expect(existsSync(join(folder, "bin", "pulumi-language-nodejs"))).toBe(true);
  expect(existsSync(join(home, "plugins", "resource-github-v6.15.0"))).toBe(true);
  // It is not taken for Pulumi's own, so that a change of what it is built from rebuilds it.
  expect(new Set(Object.values(originsOf(await prepareToolchain(listener, offline))))).toEqual(
    new Set(["built"]),
  );
  await server.start();
});
