import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, run, type Environment } from "../core/process/child";
import { EngineFailure } from "./failure";

/**
 * The variables with which runc finds libseccomp. Its headers come from the machine if they are
 * there; on Debian and its kin otherwise from the distribution's own signed package, unpacked into
 * the build's folder, so that nothing is installed on the machine.
 */
export async function seccompEnvironment(folder: string): Promise<Environment> {
  if (await machineHasHeaders()) return {};
  const root = join(folder, "libseccomp");
  if (!existsSync(join(root, "usr", "include", "seccomp.h"))) await unpackDebianPackage(root);
  const archive = findArchive(root);
  const pkgConfig = join(root, "pkg-config");
  // The Go package asks pkg-config for two lists of flags, and the machine may not have pkg-config.
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

/** The folder with libseccomp.a: what is linked in needs no library when it runs. */
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
  throw new EngineFailure([missingHeaders("its package holds no libseccomp.a")]);
}

function missingHeaders(cause: string, log?: string): EngineFailure["problems"][number] {
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
    throw new EngineFailure([missingHeaders("this machine has no apt-get to get them with")]);
  }
  const state = join(root, "apt");
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(state, "cache", "archives", "partial"), { recursive: true });
  const log = join(root, "apt.log");
  // Folders of its own: apt then needs no root and changes nothing on the machine.
  const own = [
    `-oDir::State::lists=${join(state, "lists")}`,
    `-oDir::Cache=${join(state, "cache")}`,
    "-oAPT::Sandbox::User=",
    "-qq",
  ];
  for (const args of [["update"], ["download", "libseccomp-dev"]]) {
    const { code, output } = await run(aptGet, [...own, ...args], { cwd: state, log });
    if (code !== 0) {
      throw new EngineFailure([
        missingHeaders(`apt-get ${args.join(" ")} said: ${output.trim()}`, log),
      ]);
    }
  }
  const archive = readdirSync(state).find((name) => name.endsWith(".deb"));
  if (archive === undefined) {
    throw new EngineFailure([missingHeaders("apt-get download brought no package", log)]);
  }
  const { code, output } = await run(dpkgDeb, ["-x", join(state, archive), root]);
  if (code !== 0) throw new EngineFailure([missingHeaders(output.trim())]);
}
