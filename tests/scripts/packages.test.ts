import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolders } from "../temporaryFolders";

interface Entry {
  readonly version: string;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

type Packages = Readonly<Record<string, Entry>>;

const temporaryFolder = temporaryFolders();
let root: string;

beforeEach(() => {
  root = temporaryFolder();
});

const locked: Packages = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a/node_modules/b": { version: "2.0.0" },
};

function writeLockFile(packages: Packages): void {
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
}

/** Installs packages as npm does: their folders first, then its copy of the lock file. */
function install(all: Packages): void {
  const packages = Object.fromEntries(Object.entries(all).filter(([path]) => path !== ""));
  for (const folder of Object.keys(packages)) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(join(root, "node_modules"), { recursive: true });
  const file = join(root, "node_modules", ".package-lock.json");
  writeFileSync(file, JSON.stringify({ packages }));
}

/** Runs in a separate Node: jest does not load ES modules. */
function areCurrent(): unknown {
  const file = pathToFileURL(join(__dirname, "..", "..", "scripts", "bootstrap.mjs")).href;
  const code = `
    import { packagesAreCurrent } from ${JSON.stringify(file)};
    console.log(JSON.stringify(packagesAreCurrent(process.argv[1]) ?? null));
  `;
  const args = ["--input-type=module", "--eval", code, root];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

it("a fresh clone has no packages", () => {
  writeLockFile(locked);
  expect(areCurrent()).toBe(false);
});

it("an interrupted installation has no packages", () => {
  writeLockFile(locked);
  mkdirSync(join(root, "node_modules", "a"), { recursive: true });
  expect(areCurrent()).toBe(false);
});

it("the packages of the lock file are current", () => {
  writeLockFile(locked);
  install(locked);
  expect(areCurrent()).toBe(true);
});

it.each(["1.0.1", "0.9.9"])("a package of another version, %s, is not", (version) => {
  writeLockFile(locked);
  install({ ...locked, "node_modules/a": { version } });
  expect(areCurrent()).toBe(false);
});

it("a package added to the lock file is missing", () => {
  writeLockFile({ ...locked, "node_modules/c": { version: "3.0.0" } });
  install(locked);
  expect(areCurrent()).toBe(false);
});

it.each(["node_modules/a", "node_modules/a/node_modules/b"])(
  "a package whose folder %s was removed is missing",
  (folder) => {
    writeLockFile(locked);
    install(locked);
    rmSync(join(root, folder), { recursive: true });
    expect(areCurrent()).toBe(false);
  },
);

describe("a package for another system", () => {
  const other = "node_modules/@swc/core-darwin-arm64";

  it.each(["optional", "devOptional", "peer"])("may be missing: it is %s", (kind) => {
    writeLockFile({ ...locked, [other]: { version: "1.0.0", [kind]: true } });
    install(locked);
    expect(areCurrent()).toBe(true);
  });

  it("if present, must have the locked version", () => {
    writeLockFile({ ...locked, [other]: { version: "1.0.1", optional: true } });
    install({ ...locked, [other]: { version: "1.0.0", optional: true } });
    expect(areCurrent()).toBe(false);
  });
});
