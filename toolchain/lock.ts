import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isRunning } from "../core/process/isRunning";
import { createStagingFolder, cacheFolder, removeAbandonedFolders } from "./cache";

const pollMilliseconds = 250;
const touchMilliseconds = 5_000;
/** After how many polls an untouched lock counts as abandoned. */
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
  const name = `${process.pid}-${computeHostId()}`;
  try {
    await acquire(lock, name, onWait, patience);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) throw error;
    // An unwritable cache cannot be locked. The work reports it, with the fix.
    return work();
  }
  // The touch shows that this process still runs: another container cannot see it, and after its end
  // its id may belong to another process.
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
    if (hasEnded(holder) || unchangedPolls >= patience) {
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

/** Whether a lock's holder has ended; false if its process is not visible from here. */
function hasEnded(holder: string): boolean {
  const [pid, host] = holder.split("-");
  return host === computeHostId() && !isRunning(Number(pid));
}

/** Where a process id is valid: on this machine, since its last boot, in this container. */
function computeHostId(): string {
  const hash = createHash("sha256").update(JSON.stringify([hostname(), ...readKernelIds()]));
  return hash.digest("hex").slice(0, 12);
}

/** Empty on systems other than Linux. */
function readKernelIds(): readonly string[] {
  try {
    const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    return [bootId, readlinkSync("/proc/self/ns/pid")];
  } catch {
    return [];
  }
}
