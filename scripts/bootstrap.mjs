// Loads the sources of a clone. In a fresh clone, or if the packages differ from the lock file, it
// installs the packages before it loads TypeScript. It uses only Node's own modules.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = `${sep}node_modules${sep}`;
const couldNotRun = 2;

/** Loads a TypeScript file, named from the root of the clone; ends the process on failure. */
export function load(file) {
  const problem = versionProblem() ?? packagesProblem();
  if (problem !== undefined) {
    console.error(`pulumi-ghcr: ${problem}`);
    process.exit(couldNotRun);
  }
  const require = createRequire(import.meta.url);
  const { extensions } = require;
  const loadPackage = extensions[".js"];
  // tsx caches what it compiles, so a second start is fast.
  require("tsx/cjs/api").register();
  const loadSource = extensions[".js"];
  // tsx would parse each file of the packages to find ES modules, which Node can load by itself.
  if (process.features.require_module)
    extensions[".js"] = (module, path) =>
      (path.includes(packages) ? loadPackage : loadSource)(module, path);
  return require(join(root, file));
}

function versionProblem() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Node 20.19 or newer is required. Current: ${process.versions.node}. See https://nodejs.org/`;
}

function packagesProblem() {
  if (packagesAreCurrent(root)) return undefined;
  console.error("Node packages: installing (about 20 seconds)");
  const { node } = process.versions;
  // Everything still runs. Once is enough, like npm's own warning, which is hidden here.
  if (Number.parseInt(node, 10) < 22)
    console.error(`Node ${node}: Pulumi supports 22 and newer. Update it: https://nodejs.org/`);
  const problem = installPackages();
  return problem && `the Node packages could not be installed. npm ci failed:\n${problem}`;
}

/** Whether node_modules matches the lock file. npm writes its own copy there last. */
export function packagesAreCurrent(root) {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(locked).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === "" ||
      // Packages for other systems are in the lock file but not on the disk.
      (present[path] === undefined && (optional || devOptional || peer)) ||
      (present[path]?.version === version && existsSync(join(root, path))),
  );
}

/**
 * Installs the packages of the lock file, without install scripts: the only one that matters would
 * download a Pulumi plugin, and the toolchain provides the plugins.
 */
function installPackages() {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command, ...rest] =
    npm !== undefined && npm.endsWith("js") ? [process.execPath, npm, ...args] : ["npm", ...args];
  const { status, error, stdout, stderr } = spawnSync(command, rest, {
    cwd: root,
    encoding: "utf8",
    // On Windows npm is a script, which only a shell can start.
    shell: process.platform === "win32" && command === "npm",
  });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim();
}
