// Compares what it costs to build the toolchain now and at another revision, from empty build caches
// and Go modules that are downloaded already: node scripts/bench/toolchain.mjs REVISION
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [revision] = process.argv.slice(2);
if (revision === undefined) {
  console.error("Usage: node scripts/bench/toolchain.mjs REVISION");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-toolchain-"));

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  return stderr;
}

/** Builds the toolchain of a program folder, and returns its row. */
function build(name, program) {
  const cache = join(folder, `cache-${name}`);
  const peak = join(folder, `peak-${name}`);
  const script = `
    (while sleep 5; do du -sm ${cache} 2>/dev/null; done) > ${peak} & sampling=$!
    time node scripts/run.mjs scripts/toolchain.ts > ${folder}/log-${name} 2>&1; status=$?
    kill $sampling; exit $status`;
  const environment = {
    ...{ PULUMI_GHCR_CACHE: cache, PULUMI_HOME: join(folder, `home-${name}`) },
    // Nothing is downloaded: this port refuses connections.
    ...{ HTTPS_PROXY: "http://127.0.0.1:9", GOPROXY: "off", GOFLAGS: "-mod=readonly" },
  };
  const times = run("bash", ["-c", `TIMEFORMAT='%R %U %S';${script}`], {
    cwd: program,
    env: { ...process.env, ...environment },
  });
  const [wall, user, system] = times.trim().split("\n").at(-1).split(" ").map(Number);
  const sizes = readFileSync(peak, "utf8").trim().split("\n").map(Number.parseFloat);
  rmSync(cache, { recursive: true, force: true });
  return { name, wall, cpu: user + system, megabytes: Math.max(...sizes) };
}

try {
  const other = join(folder, "other");
  run("git", ["worktree", "add", "--detach", other, revision], { cwd: root });
  symlinkSync(join(root, "node_modules"), join(other, "node_modules"));
  try {
    const rows = [build(revision, other), build("now", root)];
    console.log(`| toolchain | minutes, ${availableParallelism()} cores | CPU seconds | MB of disk |`);
    console.log("|---|---|---|---|");
    for (const { name, wall, cpu, megabytes } of rows)
      console.log(`| ${name} | ${(wall / 60).toFixed(1)} | ${cpu.toFixed(0)} | ${megabytes} |`);
    console.log(`\nCPU: ${(rows[1].cpu / rows[0].cpu).toFixed(2)} of ${revision}'s`);
  } finally {
    run("git", ["worktree", "remove", "--force", other], { cwd: root });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
