import { join } from "node:path";
import { cacheFolder } from "../cache";
import { npmPulumiFolder } from "../../core/pulumi/npmPackage";
import { buildkitd, dockerBuildProvider, githubProvider, languageHost, pulumi } from "../parts";
import { registry, runc, shell, type Part } from "../parts";

/** An archive that the makers of some parts publish. */
export interface Release {
  readonly name: string;
  /** Where it is installed. */
  readonly folder: string;
  readonly version: string;
  readonly url: string;
  /** The published file with its SHA-256. BuildKit publishes none. */
  readonly checksums?: string;
  /** The files or folders to unpack: their paths in the archive, by their new names. */
  readonly files: Readonly<Record<string, string>>;
  /** The command that prints the version: one of the files, and its argument. */
  readonly check?: readonly [file: string, argument: string];
  /** The parts that it contains, and their programs among the files. */
  readonly programs: ReadonlyMap<Part, string>;
}

/** The program of a part in an installed release. */
export function releasedFile({ folder, programs }: Release, part: Part): string | undefined {
  const file = programs.get(part);
  return file === undefined ? undefined : join(folder, file);
}

/** The other files of the release that contains this program. */
export function otherFiles(releases: readonly Release[], part: Part, path: string): string[] {
  const release = releases.find((each) => releasedFile(each, part) === path);
  if (release === undefined) return [];
  const programs = [...release.programs.values()];
  const others = Object.keys(release.files).filter((file) => !programs.includes(file));
  return others.map((file) => join(release.folder, file));
}

/** Where the releases are; tests use a server on this machine. */
export interface ReleaseHosts {
  readonly github: string;
  readonly pulumi: string;
  readonly alpine: string;
}

const makers: ReleaseHosts = {
  github: "https://github.com",
  pulumi: "https://get.pulumi.com/releases/sdk",
  alpine: "https://dl-cdn.alpinelinux.org/alpine",
};

/** The base of the sandbox's images; only its shell is used. */
const alpineVersion = "3.22.2";

/** The releases for a machine; empty if there are none for it. */
export function listReleases(
  hosts: ReleaseHosts = makers,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): readonly Release[] {
  if (arch !== "x64" && arch !== "arm64") return [];
  const shellRelease = alpineRelease(hosts, arch === "x64" ? "x86_64" : "aarch64");
  if (platform === "darwin") return [pulumiRelease(hosts, "darwin", arch), shellRelease];
  if (platform !== "linux") return [];
  const goArch = arch === "x64" ? "amd64" : "arm64";
  const buildKit = `buildkit-v${buildkitd.version}.linux-${goArch}.tar.gz`;
  const registryArchive = `${hosts.github}/distribution/distribution/releases/download/v${registry.version}/registry_${registry.version}_linux_${goArch}.tar.gz`;
  return [
    pulumiRelease(hosts, "linux", arch),
    {
      name: "BuildKit",
      folder: releaseFolder("buildkit", buildkitd.version),
      version: buildkitd.version,
      url: `${hosts.github}/moby/buildkit/releases/download/v${buildkitd.version}/${buildKit}`,
      files: { [buildkitd.name]: "bin/buildkitd", [runc.name]: "bin/buildkit-runc" },
      check: [buildkitd.name, "--version"],
      programs: new Map([buildkitd, runc].map((part) => [part, part.name])),
    },
    {
      name: "registry",
      folder: releaseFolder("registry", registry.version),
      version: registry.version,
      url: registryArchive,
      checksums: `${registryArchive}.sha256`,
      files: { [registry.name]: "registry" },
      check: [registry.name, "--version"],
      programs: new Map([[registry, registry.name]]),
    },
    shellRelease,
  ];
}

/** Whether a part can be downloaded: as one of the releases, or by Pulumi, which gets its providers. */
export function isDownloadable(part: Part): boolean {
  const providers = [githubProvider, dockerBuildProvider];
  return providers.includes(part) || listReleases().some(({ programs }) => programs.has(part));
}

function releaseFolder(name: string, version: string): string {
  return join(cacheFolder(), "engine", `${name}-${version}-${process.platform}-${process.arch}`);
}

function pulumiRelease(hosts: ReleaseHosts, system: string, arch: string): Release {
  const { version } = pulumi;
  return {
    name: "Pulumi",
    folder: npmPulumiFolder(pulumi.version),
    version,
    url: `${hosts.pulumi}/pulumi-v${version}-${system}-${arch}.tar.gz`,
    checksums: `${hosts.pulumi}/pulumi-${version}-checksums.txt`,
    // All of it, because other programs may use this folder, too.
    files: { bin: "pulumi" },
    check: [`bin/${pulumi.name}`, "version"],
    programs: new Map([pulumi, languageHost].map((part) => [part, `bin/${part.name}`])),
  };
}

/** Of the processor's name in the kernel. Images are for Linux on any machine. */
function alpineRelease(hosts: ReleaseHosts, machine: string): Release {
  const branch = alpineVersion.split(".").slice(0, 2).join(".");
  const url = `${hosts.alpine}/v${branch}/releases/${machine}/alpine-minirootfs-${alpineVersion}-${machine}.tar.gz`;
  const loader = `ld-musl-${machine}.so.1`;
  return {
    name: "Alpine Linux",
    folder: releaseFolder("alpine", alpineVersion),
    version: alpineVersion,
    url,
    checksums: `${url}.sha256`,
    files: { [shell.name]: "./bin/busybox", [loader]: `./lib/${loader}` },
    programs: new Map([[shell, shell.name]]),
  };
}
