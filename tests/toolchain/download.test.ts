import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createDispatchers } from "../../core/http/dispatcher";
import { downloadRelease, downloadReleases } from "../../toolchain/download/download";
import { buildkitd, pulumi, registry, runc, shell } from "../../toolchain/parts";
import { listReleases, releasedFile, type Release } from "../../toolchain/download/releases";
import { temporaryFolders } from "../temporaryFolders";
import { emptyMachineForEachTest } from "./emptyMachine";
import { ReleaseServer, type Fault } from "./releaseServer";

const machine = emptyMachineForEachTest("/usr/bin", "/bin");
const temporaryFolder = temporaryFolders();
let server: ReleaseServer;

beforeEach(async () => {
  server = new ReleaseServer();
  await server.start();
});

afterEach(() => server.stop());

/** A script that prints a version. */
function program(version: string): string {
  const file = join(temporaryFolder(), "program");
  writeFileSync(file, `#!/bin/sh\necho "v${version}"\n`);
  return file;
}

/** The release, after its archive was published. */
function publish(name: string, origin?: string): Release {
  const release = server.list(origin).find((each) => each.name === name);
  if (release === undefined) throw new Error(name);
  const files: Record<string, Record<string, string>> = {
    Pulumi: {
      "pulumi/pulumi": program(pulumi.version),
      "pulumi/pulumi-language-nodejs": program(pulumi.version),
      "pulumi/pulumi-language-python": program(pulumi.version),
    },
    BuildKit: {
      "bin/buildkitd": program(buildkitd.version),
      "bin/buildctl": program(buildkitd.version),
      "bin/buildkit-runc": program(runc.version),
    },
    registry: { registry: program(registry.version), LICENSE: program("") },
    "Alpine Linux": {
      "./bin/busybox": program(""),
      "./lib/ld-musl-x86_64.so.1": program(""),
      "./etc/passwd": program(""),
    },
  };
  server.publish(release, files[name] ?? {}, temporaryFolder());
  return release;
}

async function failureOf(downloading: Promise<void>): Promise<string> {
  return downloading.then(
    () => "downloaded",
    (error: unknown) => String(error),
  );
}

it.each([
  ["Pulumi", ["bin"]],
  ["BuildKit", ["buildkitd", "runc"]],
  ["registry", ["registry"]],
  ["Alpine Linux", ["gosh", "ld-musl-x86_64.so.1"]],
])("unpacks what is needed from the release of %s", async (name, files) => {
  const release = publish(name);
  const onProgress = jest.fn();
  await downloadRelease(release, { onProgress });
  expect(readdirSync(release.folder).sort()).toEqual(files);
  for (const [part] of release.programs) {
    expect(readFileSync(releasedFile(release, part) ?? "", "utf8")).toContain("#!/bin/sh");
  }
  const [received, total] = onProgress.mock.calls.at(-1) as [number, number];
  expect(received).toBe(total);
});

it("follows GitHub's redirect to its storage", async () => {
  const release = publish("BuildKit");
  server.faults.set("buildkit-v0.31.1.linux-amd64.tar.gz", "redirected");
  await downloadRelease(release);
  expect(existsSync(join(release.folder, "buildkitd"))).toBe(true);
});

it("replaces a folder that is incomplete", async () => {
  const release = publish("Pulumi");
  await downloadRelease(release);
  writeFileSync(join(release.folder, "bin", "pulumi"), "");
  await downloadRelease(release);
  expect(readFileSync(join(release.folder, "bin", "pulumi"), "utf8")).toContain("v3.255.0");
  expect(readdirSync(dirname(release.folder))).toEqual(["3.255.0"]);
});

const archive = "registry_3.1.2_linux_amd64.tar.gz";

it.each<[string, string, Fault, RegExp]>([
  ["is missing", archive, "404", /^registry 3\.1\.2: http\S+amd64\.tar\.gz answered 404$/],
  ["is cut in the middle", archive, "cut", /^registry 3\.1\.2: 127\.0\.0\.1:\d+: the connection/],
  ["stops", archive, "stopped", /127\.0\.0\.1:\d+: the response stopped before its end/],
  ["has no checksum", `${archive}.sha256`, "404", /amd64\.tar\.gz\.sha256 answered 404$/],
])("rejects an archive that %s", async (_what, file, fault, message) => {
  const release = publish("registry");
  server.faults.set(file, fault);
  const failure = await failureOf(downloadRelease(release, { idleMilliseconds: 300 }));
  expect(failure.replace("DownloadFailure: ", "")).toMatch(message);
  expect(existsSync(join(machine.cache, "engine"))).toBe(true);
  expect(readdirSync(join(machine.cache, "engine"))).toEqual([]);
});

it.each(["Pulumi", "registry", "Alpine Linux"])(
  "rejects an archive of %s with another checksum",
  async (name) => {
    const release = publish(name);
    server.changeChecksum(release);
    const failure = await failureOf(downloadRelease(release));
    expect(failure).toMatch(/has the SHA-256 [0-9a-f]{64}, but 0{64} was published$/);
    expect(existsSync(release.folder)).toBe(false);
  },
);

it("rejects an archive whose checksum is not among the published ones", async () => {
  const release = publish("Pulumi");
  server.removeChecksum(release);
  expect(await failureOf(downloadRelease(release))).toMatch(/contains no SHA-256 of pulumi-v3\./);
});

it("rejects a program of another version, which a release without checksum could contain", async () => {
  const release = publish("BuildKit");
  const other = program("0.1.0");
  const files = { "bin/buildkitd": other, "bin/buildkit-runc": other };
  server.publish(release, files, temporaryFolder());
  expect(await failureOf(downloadRelease(release))).toContain(
    "'buildkitd --version' does not print the version: v0.1.0",
  );
  expect(existsSync(release.folder)).toBe(false);
});

it("rejects an archive without a needed file", async () => {
  const release = publish("Alpine Linux");
  server.publish(release, { "./bin/busybox": program("") }, temporaryFolder());
  expect(await failureOf(downloadRelease(release))).toContain("cannot be unpacked");
  expect(existsSync(release.folder)).toBe(false);
});

it("downloads through a proxy", async () => {
  const release = publish("registry", "http://releases.example");
  const dispatchers = createDispatchers({ environment: { HTTP_PROXY: server.proxyAddress } });
  await downloadRelease(release, { dispatchers });
  expect(server.requests).toContain("CONNECT releases.example:80");
  expect(existsSync(releasedFile(release, registry) ?? "")).toBe(true);
  await dispatchers.close();
});

it("reports all releases that are unavailable, and downloads the others", async () => {
  const releases = ["registry", "BuildKit", "Alpine Linux"].map((name) => publish(name));
  server.faults.set(archive, "404").set("buildkit-v0.31.1.linux-amd64.tar.gz", "cut");
  const onDownloadFailed = jest.fn();
  await downloadReleases(releases, { onDownload: jest.fn(), onDownloadFailed });
  const [[failures]] = onDownloadFailed.mock.calls as [[{ release: Release }[]]];
  expect(failures.map(({ release }) => release.name)).toEqual(["registry", "BuildKit"]);
  const [, , alpine] = releases;
  expect(alpine && existsSync(releasedFile(alpine, shell) ?? "")).toBe(true);
});

it.each([
  ["linux", "x64", ["Pulumi", "BuildKit", "registry", "Alpine Linux"]],
  ["darwin", "arm64", ["Pulumi", "Alpine Linux"]],
  ["linux", "riscv64", []],
  ["win32", "x64", []],
] as const)("a machine with %s and %s has these releases", (platform, arch, names) => {
  const releases = listReleases(undefined, platform, arch);
  expect(releases.map(({ name }) => name)).toEqual(names);
  // Of the same processor: images run on it.
  for (const { name, url } of releases)
    if (name === "Alpine Linux") expect(url).toContain(arch === "x64" ? "x86_64" : "aarch64");
});
