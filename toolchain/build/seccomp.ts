import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, run, type Environment } from "../../core/process/child";
import { ToolchainError } from "../failure";

/**
 * The variables with which runc finds libseccomp. If the machine does not have the headers, Debian
 * and its derivatives get them from the distribution's signed package, unpacked into the build's
 * folder, so that nothing is installed on the machine.
 */
export async function prepareSeccomp(folder: string): Promise<Environment> {
  if (await machineHasHeaders()) return {};
  const root = join(folder, "libseccomp");
  if (!existsSync(join(root, "usr", "include", "seccomp.h"))) await unpackDebianPackage(root);
  const archive = findArchive(root);
  const pkgConfig = join(root, "pkg-config");
  // The Go package needs two lists of flags from pkg-config, and the machine may not have it.
  writeFileSync(
    pkgConfig,
    [
      "#!/bin/sh",
      'case "$*" in',
      `  *--cflags*) echo "-I${join(root, "usr", "include")}" ;;`,
      `  *--libs*) echo "-L${archive} -lseccomp" ;;`,
      '  *) echo "2.5.4" ;;',
      "esac",
      "",
    ].join("\n"),
  );
  chmodSync(pkgConfig, 0o755);
  return { PKG_CONFIG: pkgConfig };
}

async function machineHasHeaders(): Promise<boolean> {
  const pkgConfig = findOnPath("pkg-config");
  if (pkgConfig === undefined) return false;
  return (await run(pkgConfig, ["--exists", "libseccomp"])).code === 0;
}

/** The folder with libseccomp.a: linked statically, runc needs no library at run time. */
function findArchive(root: string): string {
  const libraries = join(root, "usr", "lib");
  for (const triplet of readdirSync(libraries)) {
    const folder = join(libraries, triplet);
    if (existsSync(join(folder, "libseccomp.a"))) {
      // This link points to a library in another package and would hide the archive.
      rmSync(join(folder, "libseccomp.so"), { force: true });
      return folder;
    }
  }
  throw new ToolchainError([describeMissingHeaders("its package does not contain libseccomp.a")]);
}

function describeMissingHeaders(cause: string, log?: string): ToolchainError["problems"][number] {
  return {
    part: "runc",
    cause: `the headers of libseccomp are missing: ${cause}`,
    fix: "install libseccomp's development package (libseccomp-dev, on Fedora libseccomp-devel), or runc itself.",
    ...(log === undefined ? {} : { log }),
  };
}

async function unpackDebianPackage(root: string): Promise<void> {
  const aptGet = findOnPath("apt-get");
  const dpkgDeb = findOnPath("dpkg-deb");
  if (aptGet === undefined || dpkgDeb === undefined) {
    throw new ToolchainError([
      describeMissingHeaders("apt-get, which would download them, is not installed"),
    ]);
  }
  const state = join(root, "apt");
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(state, "cache", "archives", "partial"), { recursive: true });
  const log = join(root, "apt.log");
  // With separate folders apt needs no root and changes nothing on the machine.
  const options = [
    `-oDir::State::lists=${join(state, "lists")}`,
    `-oDir::Cache=${join(state, "cache")}`,
    "-oAPT::Sandbox::User=",
    "-qq",
  ];
  for (const args of [["update"], ["download", "libseccomp-dev"]]) {
    const { code, output } = await run(aptGet, [...options, ...args], { cwd: state, log });
    if (code !== 0) {
      throw new ToolchainError([
        describeMissingHeaders(`apt-get ${args.join(" ")} failed: ${output.trim()}`, log),
      ]);
    }
  }
  const archive = readdirSync(state).find((name) => name.endsWith(".deb"));
  if (archive === undefined) {
    throw new ToolchainError([
      describeMissingHeaders("apt-get download did not download a package", log),
    ]);
  }
  const { code, output } = await run(dpkgDeb, ["-x", join(state, archive), root]);
  if (code !== 0) throw new ToolchainError([describeMissingHeaders(output.trim())]);
}
