import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether node_modules holds what the lock file says. npm writes its own copy there last of all. */
export function packagesAreCurrent(root) {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === "" ||
      // Packages for other systems are in the lock file and rightly not on the disk.
      (present[path] === undefined && (optional || devOptional || peer)) ||
      (present[path]?.version === version && existsSync(join(root, path))),
  );
}

/**
 * Installs what the lock file says. Install scripts are left out: the only one that matters would
 * have Pulumi download a plugin, and the engine's set-up brings the plugins.
 */
export function installPackages(root) {
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
