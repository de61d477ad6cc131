import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolders } from "../temporaryFolders";

/** The entries of a lock file by their folder. */
type Packages = Readonly<Record<string, object>>;

const temporaryFolder = temporaryFolders();

const locked: Packages = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a/node_modules/b": { version: "2.0.0" },
};
const ofOtherSystem = "node_modules/@swc/core-darwin-arm64";

function createClone(packages: Packages): string {
  const root = temporaryFolder();
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
  return root;
}

/** Installs packages as npm does: their folders first, then its copy of the lock file. */
function install(root: string, all: Packages): string {
  const packages = Object.fromEntries(Object.entries(all).filter(([path]) => path !== ""));
  for (const folder of Object.keys(packages)) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(join(root, "node_modules"), { recursive: true });
  const file = join(root, "node_modules", ".package-lock.json");
  writeFileSync(file, JSON.stringify({ packages }));
  return root;
}

/** Runs in one separate Node for all clones: jest does not load ES modules. */
function areCurrent(roots: readonly string[]): unknown {
  const file = pathToFileURL(join(__dirname, "..", "..", "scripts", "bootstrap.mjs")).href;
  const code = `
    import { packagesAreCurrent } from ${JSON.stringify(file)};
    console.log(JSON.stringify(process.argv.slice(1).map((root) => packagesAreCurrent(root))));
  `;
  const args = ["--input-type=module", "--eval", code, ...roots];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

it("the packages are current if each of the lock file is there in its version", () => {
  const installed = (packages: Packages): string => install(createClone(locked), packages);
  const partial = createClone(locked);
  mkdirSync(join(partial, "node_modules", "a"), { recursive: true });
  const removed = ["node_modules/a", "node_modules/a/node_modules/b"].map((folder) => {
    const root = installed(locked);
    rmSync(join(root, folder), { recursive: true });
    return [`a folder was removed: ${folder}`, root, false] as const;
  });
  const added = { ...locked, "node_modules/c": { version: "3.0.0" } };
  const missing = ["optional", "devOptional", "peer"].map((kind) => {
    const clone = createClone({ ...locked, [ofOtherSystem]: { version: "1.0.0", [kind]: true } });
    return [`of another system: ${kind}`, install(clone, locked), true] as const;
  });
  const older = createClone({ ...locked, [ofOtherSystem]: { version: "1.0.1", optional: true } });
  const cases = [
    ["a fresh clone", createClone(locked), false],
    ["an interrupted installation", partial, false],
    ["all packages", installed(locked), true],
    ["a later version", installed({ ...locked, "node_modules/a": { version: "1.0.1" } }), false],
    ["an earlier version", installed({ ...locked, "node_modules/a": { version: "0.9.9" } }), false],
    ["a package was added", install(createClone(added), locked), false],
    ...removed,
    ...missing,
    [
      "of another system, in another version",
      install(older, { ...locked, [ofOtherSystem]: { version: "1.0.0", optional: true } }),
      false,
    ],
  ] as const;
  const found = areCurrent(cases.map(([, root]) => root)) as readonly boolean[];
  expect(cases.map(([what], index) => [what, found[index]])).toEqual(
    cases.map(([what, , expected]) => [what, expected]),
  );
});
