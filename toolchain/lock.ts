import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findOnPath, run } from "../core/process/child";
import { isRunning } from "../core/process/isRunning";
import { asideFolder, cacheFolder, sweep } from "./cache";

const pollMilliseconds = 250;
const touchMilliseconds = 5_000;
/** How many looks find a lock untouched before its holder, of whom else nothing is known, is gone. */
const patienceLooks = 240;

/**
 * Does the work while no other process does such work in the same cache. Where another one does,
 * that is said once, and this one waits. What was lacking before may be there by then.
 */
export async function alone<T>(
  work: () => Promise<T>,
  onWait: (pid: number) => void,
  cache = cacheFolder(),
  patience = patienceLooks,
): Promise<T> {
  const lock = join(cache, "building");
  const own = await nameOf(process.pid);
  try {
    await take(lock, own, onWait, patience);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) throw error;
    // A cache that cannot be written cannot be locked. The work finds the same, and says what to do.
    return work();
  }
  // Where our process cannot be seen, as from another container, this tells that we go on.
  const touching = setInterval(() => {
    touch(join(lock, own));
  }, touchMilliseconds).unref();
  try {
    sweep(cache);
    return await work();
  } finally {
    clearInterval(touching);
    rmSync(join(lock, own), { force: true });
    removeEmpty(lock);
  }
}

/**
 * The lock is a folder that holds one empty file, whose name is its holder's. Only an empty folder
 * can be removed or replaced, and a holder that is gone is removed by its own name: so nobody ever
 * takes away the lock of another one who was quicker.
 */
async function take(
  lock: string,
  own: string,
  onWait: (pid: number) => void,
  patience: number,
): Promise<void> {
  let told = false;
  let seen = "";
  let looks = 0;
  for (;;) {
    const holder = holderOf(lock);
    if (holder === undefined) {
      if (place(lock, own)) return;
      continue;
    }
    const file = join(lock, holder);
    const mark = `${holder} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0}`;
    looks = mark === seen ? looks + 1 : 0;
    seen = mark;
    if ((await isGone(holder)) ?? looks >= patience) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) onWait(Number.parseInt(holder, 10));
    told = true;
    await setTimeout(pollMilliseconds);
  }
}

function holderOf(lock: string): string | undefined {
  try {
    return readdirSync(lock)[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Puts a lock with our name in its place, at once and whole, unless another one is there. */
function place(lock: string, own: string): boolean {
  const aside = asideFolder(lock);
  try {
    writeFileSync(join(aside, own), "");
    removeEmpty(lock);
    renameSync(aside, lock);
    return true;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    const { code = "" } = error as NodeJS.ErrnoException;
    // One that cannot see our process may have swept away what lay aside.
    const taken = [
      "ENOTEMPTY",
      "EEXIST",
      "ENOENT",
      ...(process.platform === "win32" ? ["EPERM"] : []),
    ];
    if (!taken.includes(code)) throw error;
    return false;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not there, or another one's by now.
  }
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Another one took us for gone, for instance while this machine slept.
  }
}

/** A process, told from a later one with its number by its start, and where its number counts. */
async function nameOf(pid: number): Promise<string> {
  return [pid, (await startOf(pid)) ?? "", world()].join("-");
}

/** Whether a lock's holder has ended; undefined where its processes cannot be seen from here. */
async function isGone(holder: string): Promise<boolean | undefined> {
  const [pid, start, where] = holder.split("-");
  if (where !== world()) return undefined;
  if (!isRunning(Number(pid))) return true;
  const now = await startOf(Number(pid));
  // Where no start is told, only its touch tells that it goes on.
  return now === undefined ? undefined : now !== start;
}

/** When a process began; undefined where no system tells, as on Windows. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = contents(`/proc/${pid}/stat`);
  // Behind the program's name, which may hold anything, the start is the twentieth field.
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  const ps = findOnPath("ps");
  if (ps === undefined) return undefined;
  const { stdout } = await run(ps, ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
    environment: { LC_ALL: "C", TZ: "UTC" },
  });
  const [state = "", ...start] = stdout.trim().split(/\s+/);
  // A process that has ended keeps its number until its parent has asked how it ended.
  if (/^[ZX]/.test(state)) return "ended";
  return start.length > 0 ? start.join("").replace(/\W/g, "") : undefined;
}

/** Where a process's number and start mean something: this machine, since its start, this container. */
function world(): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([hostname(), contents("/proc/sys/kernel/random/boot_id"), space()]));
  return hash.digest("hex").slice(0, 12);
}

function space(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}

function contents(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
