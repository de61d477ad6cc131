import { readdirSync, readFileSync } from "node:fs";

/** A process that was started at a time, because its number may be used again. */
interface Process {
  readonly parent: number;
  readonly started: string;
  /** Its processor time, without that of its children. */
  readonly seconds: number;
}

const clockTicksPerSecond = 100;

/** The fields of /proc/PID/stat after the name, which may contain spaces. */
function readStat(pid: number | "self"): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** The processor time of this process's children that have ended, with their own children. */
function readChildrenSeconds(): number {
  const [user = 0, system = 0] = (tryRead(() => readStat("self")) ?? []).slice(13, 15).map(Number);
  return (user + system) / clockTicksPerSecond;
}

function listProcesses(): ReadonlyMap<number, Process> {
  const found = new Map<number, Process>();
  const names = tryRead(() => readdirSync("/proc")) ?? [];
  for (const pid of names.map(Number).filter(Number.isInteger)) {
    const fields = tryRead(() => readStat(pid));
    if (fields === undefined) continue;
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]].map(Number);
    const seconds = (user + system) / clockTicksPerSecond;
    found.set(pid, { parent, started: fields[19] ?? "", seconds });
  }
  return found;
}

/** Undefined if the process has just ended. Only Linux has these files. */
function tryRead<Content>(read: () => Content): Content | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const intervalMilliseconds = 100;

/** 0 is what was too short to be seen, or is not known on this system. */
interface Usage {
  readonly cpuSeconds: number;
  /** The most memory that one of the processes had. */
  readonly memoryBytes: number;
}

/** Watches the programs that this process starts, until it is closed. */
export class ProcessWatch {
  /** Those that are not measured: the registries and BuildKit. */
  private before = listProcesses();
  private readonly seen = new Map<number, Process>();
  private largest = 0;
  private childrenBefore = readChildrenSeconds();
  private readonly timer = setInterval(() => {
    this.look();
  }, intervalMilliseconds);

  /** Begins to measure. What runs already is not part of it. */
  start(): void {
    this.before = listProcesses();
    this.childrenBefore = readChildrenSeconds();
    this.largest = 0;
    this.seen.clear();
  }

  /** What the programs used since the start. */
  get usage(): Usage {
    // What a program does not wait for, such as a plugin, is missing in the first number; what
    // begins and ends between two looks is missing in the second one.
    const ended = readChildrenSeconds() - this.childrenBefore;
    const watched = [...this.seen.values()].reduce((sum, { seconds }) => sum + seconds, 0);
    return { cpuSeconds: Math.max(ended, watched), memoryBytes: this.largest };
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Ends what an interrupted program left behind. */
  endAll(): void {
    const running = listProcesses();
    for (const [pid, { started }] of this.seen) {
      if (running.get(pid)?.started === started) tryRead(() => process.kill(pid, "SIGKILL"));
    }
  }

  private look(): void {
    const all = listProcesses();
    const isOurs = (pid: number): boolean => {
      const one = all.get(pid);
      if (one === undefined || this.before.get(pid)?.started === one.started) return false;
      return one.parent === process.pid || isOurs(one.parent);
    };
    for (const [pid, one] of all) {
      if (!isOurs(pid)) continue;
      this.seen.set(pid, one);
      const status = tryRead(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
      const [, kilobytes = "0"] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
      this.largest = Math.max(this.largest, Number(kilobytes) * 1024);
    }
  }
}
