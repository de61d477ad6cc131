import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findOnPath, run } from "../core/process/child";
import { isRunning } from "../core/process/isRunning";
import { createStagingFolder, cacheFolder, removeAbandonedFolders } from "./cache";

const pollMilliseconds = 250;
const touchMilliseconds = 5_000;
/** After how many polls an untouched lock of an unknown process counts as abandoned. */
const defaultPatience = 240;

/**
 * Runs the work while no other process holds the cache's lock. If another one does, calls `onWait`
 * once and waits. By then, what was missing before may exist.
 */
export async function withLock<T>(
  work: () => Promise<T>,
  onWait: (pid: number) => void,
  cache = cacheFolder(),
  patience = defaultPatience,
): Promise<T> {
  const lock = join(cache, "building");
  const name = await createHolderName(process.pid);
  try {
    await acquire(lock, name, onWait, patience);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) throw error;
    // An unwritable cache cannot be locked. The work reports it, with the fix.
    return work();
  }
  // A process in another container cannot see this process: the touch shows that it still runs.
  const touching = setInterval(() => {
    touch(join(lock, name));
  }, touchMilliseconds).unref();
  try {
    removeAbandonedFolders(cache);
    return await work();
  } finally {
    clearInterval(touching);
    rmSync(join(lock, name), { force: true });
    removeIfEmpty(lock);
  }
}

/**
 * The lock is a folder with one empty file that is named after its holder. Only an empty folder can
 * be removed or replaced, and a holder that has ended is removed by its name, so no process ever
 * removes the lock of another that was faster.
 */
async function acquire(
  lock: string,
  name: string,
  onWait: (pid: number) => void,
  patience: number,
): Promise<void> {
  let isReported = false;
  let previousMark = "";
  let unchangedPolls = 0;
  for (;;) {
    const holder = readHolder(lock);
    if (holder === undefined) {
      if (tryAcquire(lock, name)) return;
      continue;
    }
    const file = join(lock, holder);
    const mark = `${holder} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0}`;
    unchangedPolls = mark === previousMark ? unchangedPolls + 1 : 0;
    previousMark = mark;
    if ((await hasEnded(holder)) ?? unchangedPolls >= patience) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isReported) onWait(Number.parseInt(holder, 10));
    isReported = true;
    await setTimeout(pollMilliseconds);
  }
}

function readHolder(lock: string): string | undefined {
  try {
    return readdirSync(lock)[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Creates the lock with our name atomically; false if another process holds it. */
function tryAcquire(lock: string, name: string): boolean {
  const staging = createStagingFolder(lock);
  try {
    writeFileSync(join(staging, name), "");
    removeIfEmpty(lock);
    renameSync(staging, lock);
    return true;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    const { code = "" } = error as NodeJS.ErrnoException;
    // ENOENT: a process that cannot see this one may have removed its staging folder.
    const takenCodes = [
      "ENOTEMPTY",
      "EEXIST",
      "ENOENT",
      ...(process.platform === "win32" ? ["EPERM"] : []),
    ];
    if (!takenCodes.includes(code)) throw error;
    return false;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It does not exist, or another process holds it by now.
  }
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Another process took the lock over, for instance while this machine slept.
  }
}

/**
 * Process id, start time (a later process may get the same id) and the host where the id is valid.
 */
async function createHolderName(pid: number): Promise<string> {
  return [pid, (await readStartTime(pid)) ?? "", computeHostId()].join("-");
}

/** Whether a lock's holder has ended; undefined if its process is not visible from here. */
async function hasEnded(holder: string): Promise<boolean | undefined> {
  const [pid, start, host] = holder.split("-");
  if (host !== computeHostId()) return undefined;
  if (!isRunning(Number(pid))) return true;
  const now = await readStartTime(Number(pid));
  // Without a start time only the file's touch shows that it is still running.
  return now === undefined ? undefined : now !== start;
}

/** When a process started; undefined on systems that do not provide it, such as Windows. */
async function readStartTime(pid: number): Promise<string | undefined> {
  const stat = readIfExists(`/proc/${pid}/stat`);
  // After the program's name, which may hold anything, the start time is the twentieth field.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  const ps = findOnPath("ps");
  if (ps === undefined) return undefined;
  const { stdout } = await run(ps, ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
    environment: { LC_ALL: "C", TZ: "UTC" },
  });
  const [state = "", ...start] = stdout.trim().split(/\s+/);
  // A process that has ended keeps its id until its parent has waited for it.
  if (/^[ZX]/.test(state)) return "ended";
  return start.length > 0 ? start.join("").replace(/\W/g, "") : undefined;
}

/** Where a process id is valid: this machine, since its last boot, in this container. */
function computeHostId(): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([
      hostname(),
      readIfExists("/proc/sys/kernel/random/boot_id"),
      readPidNamespace(),
    ]),
  );
  return hash.digest("hex").slice(0, 12);
}

function readPidNamespace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
