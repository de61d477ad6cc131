import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { findOnPath } from "../../../core/process/child";
import { cacheFolder } from "../../../toolchain";

/** What a base image contains: files of this machine, at the same paths. */
export interface BaseImage {
  readonly paths: readonly string[];
  /** The programs of `paths` that are on PATH in the image, by name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** Where a base image has the packages that a registry has otherwise. */
export const packagesFolder = "/packages";

/** What `RUN` and npm's scripts call. */
const commonPrograms = ["/bin/rm", "/bin/sh", "/usr/bin/env"];

/** Creates the root folder of a base image, because no image can be pulled in a test. */
export function createBaseImage(folder: string, { paths, programs, texts }: BaseImage): void {
  mkdirSync(join(folder, packagesFolder), { recursive: true });
  mkdirSync(join(folder, "tmp"));
  chmodSync(join(folder, "tmp"), 0o1777);
  const all = [...commonPrograms, ...paths];
  copyToRoot(folder, [...all, ...listLibraries(all)]);
  const onPath = join(folder, "usr", "local", "bin");
  mkdirSync(onPath, { recursive: true });
  for (const [name, path] of Object.entries(programs)) symlinkSync(path, join(onPath, name));
  const users = ["root:x:0:0::/root:/bin/sh", "node:x:1000:1000::/:/bin/sh"];
  users.push("nobody:x:65534:65534::/:/bin/sh", "");
  for (const [path, text] of Object.entries({ "/etc/passwd": users.join("\n"), ...texts })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o755 });
  }
}

function copyToRoot(folder: string, paths: readonly string[]): void {
  const line = 'folder=$1; shift; tar -chPf - "$@" | tar -xf - -C "$folder"';
  execFileSync("sh", ["-c", line, "sh", folder, ...paths], { stdio: "pipe" });
}

/** The shared libraries of programs. */
function listLibraries(paths: readonly string[]): readonly string[] {
  // It fails for a program without any.
  const { stdout } = spawnSync("ldd", paths, { encoding: "utf8" });
  return [...new Set([...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path))];
}

/** The base images that this machine's programs can replace, or why they cannot. */
export function findBaseImages(): Readonly<Record<"node" | "python" | "go", BaseImage | string>> {
  if (process.platform === "linux") return { node: findNode(), python: findPython(), go: findGo() };
  const reason = "this machine's programs do not run in a Linux image";
  return { node: reason, python: reason, go: reason };
}

/** Node.js with npm. A package of a distribution can have npm's dependencies elsewhere. */
function findNode(): BaseImage | string {
  const npm = findOnPath("npm");
  const script = npm === undefined ? "" : realpathSync(npm);
  const folder = dirname(dirname(script));
  if (basename(script) !== "npm-cli.js" || !existsSync(join(folder, "node_modules")))
    return "npm with its dependencies is not on PATH";
  return {
    paths: [
      process.execPath,
      ...["bin", "lib", "node_modules", "package.json"].map((name) => join(folder, name)),
    ],
    programs: { node: process.execPath, npm: script },
    texts: { "/usr/local/etc/npmrc": "audit=false\noffline=true\n" },
  };
}

/** Large, and not needed to install packages. The last one makes pip refuse to install any. */
const omitted =
  /^(?:config-.*|dist-packages|ensurepip|idlelib|lib2to3|pydoc_data|site-packages|test|tkinter|unittest|EXTERNALLY-MANAGED)$/;

/** The compiled modules that pip needs, with libraries of their own. */
const linkedModules = /^(?:_ctypes|_hashlib|_ssl|pyexpat|zlib)\./;

function findPython(): BaseImage | string {
  const script = [
    "import json, os, pip, sys, sysconfig",
    'program = os.path.realpath(getattr(sys, "_base_executable", sys.executable))',
    'paths = [program, sysconfig.get_path("stdlib"), os.path.dirname(pip.__file__)]',
    "print(json.dumps(paths))",
  ];
  const { status, stdout } = spawnSync("python3", ["-c", script.join("\n")], { encoding: "utf8" });
  if (status !== 0) return "python3 with pip is not on PATH";
  const [program = "", library = "", pip = ""] = JSON.parse(stdout) as string[];
  const compiled = join(library, "lib-dynload");
  const listed = readdirSync(library).filter((name) => !omitted.test(name));
  const modules = readdirSync(compiled).filter((name) => linkedModules.test(name));
  return {
    paths: [
      ...[program, pip],
      ...listed.map((name) => join(library, name)),
      ...modules.map((name) => join(compiled, name)),
    ],
    programs: { python: program },
    texts: {
      "/usr/local/bin/pip": [
        "#!/bin/sh",
        `PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=${dirname(pip)} exec python -m pip "$@"\n`,
      ].join("\n"),
      "/etc/pip.conf": `[global]\nno-index = true\nfind-links = ${packagesFolder}\n`,
    },
  };
}

/** Where the compiled packages of every Go program stay for the next run: they take ten seconds. */
const goCache = join(cacheFolder(), "tests", "go-build");

/** Go with the packages that every program has, compiled as the starter compiles its program. */
function findGo(): BaseImage | string {
  const [root, tools] = runGo("env", "GOROOT", "GOTOOLDIR");
  if (root === undefined || tools === undefined) return "go is not on PATH";
  const program = join(root, "bin", "go");
  const defaults = join(root, "go.env");
  const environment = { ...process.env, GOCACHE: goCache, CGO_ENABLED: "0", GOFLAGS: "" };
  mkdirSync(goCache, { recursive: true });
  // If it fails, the starter's build compiles them.
  spawnSync("go", ["build", "-trimpath", "runtime"], { env: environment });
  return {
    paths: [
      program,
      goCache,
      // The assembly of every program includes a file of src/runtime/cgo.
      ...["VERSION", "go.env", "pkg/include", "src/runtime/cgo"].map((name) => join(root, name)),
      ...["asm", "compile", "link"].map((name) => join(tools, name)),
      ...runGo("list", "-deps", "-f", "{{.Dir}}", "runtime").flatMap(listSources),
    ],
    programs: { go: program },
    texts: { [defaults]: `${readFileSync(defaults, "utf8")}\nGOCACHE=${goCache}\n` },
  };
}

/** The lines of go's output, none if it fails. */
function runGo(...args: readonly string[]): readonly string[] {
  const { status, stdout } = spawnSync("go", args, { encoding: "utf8" });
  return status === 0 ? stdout.trim().split("\n") : [];
}

function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && !entry.name.endsWith("_test.go") ? [join(folder, entry.name)] : [],
  );
}
