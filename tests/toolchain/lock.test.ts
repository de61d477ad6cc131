import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs, { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { partBinary } from "../../toolchain/cache";
import { withLock } from "../../toolchain/lock";
import { buildkitd, parts, registry, shell, type Part } from "../../toolchain/parts";
import { emptyMachineForEachTest, goScript } from "./emptyMachine";

const machine = emptyMachineForEachTest(process.env.PATH ?? "");
const root = join(__dirname, "..", "..");
const onWait = jest.fn();
const children: ChildProcess[] = [];
let cache: string;

beforeEach(() => {
  ({ cache } = machine);
  jest.clearAllMocks();
});

afterEach(() => {
  for (const startChild of children.splice(0)) startChild.kill("SIGKILL");
});

interface Child {
  readonly process: ChildProcess;
  /** Resolves when it has written this line. */
  waitForLine(line: string): Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** A process that runs the code, with `cache` and `say` in scope. */
function child(code: string, environment: Record<string, string> = {}, start = 'exec "$@"'): Child {
  const head = `
    const { withLock } = require("./toolchain/lock.ts");
    const { setTimeout: pause } = require("node:timers/promises");
    const fs = require("node:fs");
    const cache = ${JSON.stringify(cache)};
    const say = (line) => process.stdout.write(line + "\\n");
  `;
  const line = [process.execPath, "--require", "tsx/cjs", "--eval", head + code];
  const started = spawn("/bin/sh", ["-c", start, "sh", ...line], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(started);
  let output = "";
  started.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(started, "close").then(([code]) => code as number | null);
  const waitForLine = async (line: string): Promise<void> => {
    while (!output.split("\n").includes(line)) {
      const hasEnded = started.stdout.readableEnded;
      if (hasEnded) throw new Error(`The process ended without '${line}'; its output: ${output}`);
      await Promise.race([once(started.stdout, "data"), once(started.stdout, "end")]);
    }
  };
  return { process: started, waitForLine, ended };
}

/** A child that holds the lock until it is killed. */
async function startHolder(start?: string): Promise<Child> {
  const code = `
    setInterval(() => {}, 10_000);
    void withLock(() => { say("holds"); return new Promise(() => {}); }, () => say("waits"), cache);
  `;
  const holder = child(code, {}, start);
  await holder.waitForLine("holds");
  return holder;
}

/** The name of the lock's holder, from the cache. */
function readHolder(): string {
  const [name, ...others] = readdirSync(join(cache, "building"));
  if (name === undefined || others.length > 0) throw new Error("expected exactly one holder");
  return name;
}

function createLock(name: string): void {
  mkdirSync(join(cache, "building"), { recursive: true });
  writeFileSync(join(cache, "building", name), "");
}

/** Creates the lock of a process of this machine that has ended, and returns its name. */
async function createAbandonedLock(): Promise<string> {
  const own = await withLock(() => Promise.resolve(readHolder()), onWait, cache);
  const name = own.replace(/^\d+/, String(spawnSync("true").pid));
  createLock(name);
  return name;
}

it("names its process during the work, and is removed afterwards", async () => {
  const result = await withLock(() => Promise.resolve(readHolder()), onWait, cache);
  expect(result).toMatch(new RegExp(`^${process.pid}-[0-9a-f]{12}$`));
  expect(readdirSync(cache)).toEqual([]);
  expect(onWait).not.toHaveBeenCalled();
});

it("is released when the work fails", async () => {
  await expect(withLock(() => Promise.reject(new Error("no")), onWait, cache)).rejects.toThrow(
    "no",
  );
  expect(readdirSync(cache)).toEqual([]);
});

it("is waited for, with one call of onWait, and taken over when its holder is killed", async () => {
  const first = await startHolder();
  const name = readHolder();
  let hasWorked = false;
  const second = withLock(() => Promise.resolve((hasWorked = true)), onWait, cache);
  // Long enough for several polls, all while the holder is running.
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect([hasWorked, readHolder()]).toEqual([false, name]);
  first.process.kill("SIGKILL");
  await second;
  expect(onWait.mock.calls).toEqual([[first.process.pid]]);
  expect(readdirSync(cache)).toEqual([]);
});

it("separates two pieces of work of one process, too", async () => {
  const order: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(work("a"), onWait, cache), withLock(work("b"), onWait, cache)]);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

it("is taken over when its holder has ended and its parent has not waited for it", async () => {
  // Sleep becomes the parent, and never waits for a child.
  await startHolder('"$@" & exec sleep 60');
  process.kill(Number.parseInt(readHolder(), 10), "SIGKILL");
  await withLock(() => Promise.resolve(), onWait, cache);
  expect(readdirSync(cache)).toEqual([]);
});

it("is not taken from another process that was faster to take over an abandoned lock", async () => {
  const gone = await createAbandonedLock();
  const faster = await withLock(() => Promise.resolve(readHolder()), onWait, cache);
  createLock(gone);
  const lock = join(cache, "building");
  // After we have read the dead holder's name, the faster process takes over before we act on it.
  const stat = jest.spyOn(fs, "statSync").mockImplementationOnce(() => {
    fs.rmSync(join(lock, gone));
    createLock(faster);
    return undefined;
  });
  onWait.mockImplementationOnce(() => {
    expect(readHolder()).toBe(faster);
    fs.rmSync(join(lock, faster));
  });
  await withLock(() => Promise.resolve(), onWait, cache);
  stat.mockRestore();
  expect(onWait.mock.calls).toEqual([[process.pid]]);
});

it.each([
  ["that is not visible from here", "1234567-elsewhere"],
  ["that ended, and whose id another process has by now", undefined],
])("of a process %s is taken over when its file is no longer touched", async (_what, other) => {
  const name = other ?? (await withLock(() => Promise.resolve(readHolder()), onWait, cache));
  createLock(name);
  await withLock(() => Promise.resolve(), onWait, cache, 2);
  expect(onWait.mock.calls).toEqual([[Number.parseInt(name, 10)]]);
});

it("of a process that is not visible from here is waited for as long as its file is touched", async () => {
  const name = "1234567-elsewhere";
  createLock(name);
  let hasWorked = false;
  const waiting = withLock(() => Promise.resolve((hasWorked = true)), onWait, cache, 4);
  // Longer than so many polls take without a touch.
  for (let count = 1; count <= 16; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    utimesSync(join(cache, "building", name), count, count);
  }
  expect(hasWorked).toBe(false);
  await waiting;
});

it("leaves an unwritable cache to the work to report", async () => {
  const file = join(cache, "file");
  writeFileSync(file, "");
  expect(await withLock(() => Promise.resolve("reported"), onWait, file)).toBe("reported");
});

it("lets one process work at a time when many start at once on an abandoned lock", async () => {
  await createAbandonedLock();
  const journal = join(cache, "journal");
  writeFileSync(journal, "");
  const racers = Array.from({ length: 3 }, () =>
    child(`
      const note = (word) => fs.appendFileSync(cache + "/journal", word + " " + process.pid + "\\n");
      const work = async () => { note("begin"); await pause(5); note("end"); };
      (async () => {
        for (let turn = 0; turn < 5; turn += 1) await withLock(work, () => {}, cache);
      })();
    `),
  );
  expect(await Promise.all(racers.map(({ ended }) => ended))).toEqual(racers.map(() => 0));
  const lines = readFileSync(journal, "utf8").trim().split("\n");
  expect(lines).toHaveLength(30);
  for (let index = 0; index < lines.length; index += 2) {
    expect(lines[index]).toMatch(/^begin /);
    expect(lines[index + 1]).toBe(lines[index]?.replace("begin", "end"));
  }
  expect(readdirSync(cache)).toEqual(["journal"]);
});

describe("two processes that prepare the toolchain at once", () => {
  const missing = [registry, shell];
  let order: string;

  /** A `go` that records what it builds, and fails if its cache is removed in the meantime. */
  function fakeGo(): void {
    order = join(machine.programs, "order");
    const building = [
      `echo "\${program##*/}" >> '${order}'`,
      ': > "$GOCACHE/kept-$$"',
      "/bin/sleep 0.5",
      'if [ ! -e "$GOCACHE/kept-$$" ]; then echo "removed under me" >&2; exit 1; fi',
      `printf '#!/bin/sh\\n' > "$program"; /bin/chmod 755 "$program"`,
    ];
    machine.createProgram("go", '/bin/mkdir -p "$GOCACHE"', ...goScript(...building));
  }

  function startPreparing(): Child {
    const code = `
      const { prepareToolchain } = require("./toolchain");
      const listener = { onWait: () => say("waits"), onCost() {}, onProgress() {} };
      const ready = prepareToolchain(listener, { builder: false, releases: [] });
      ready.then(({ parts }) => say(parts.map(({ origin }) => origin).sort().join()));
    `;
    return child(code, { PATH: machine.programs, PULUMI_HOME: join(machine.programs, "home") });
  }

  function createParts(needed: readonly Part[]): void {
    for (const part of needed) {
      const file = partBinary(part, cache);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
    }
  }

  beforeEach(() => {
    fakeGo();
    createParts(parts.filter((each) => !missing.includes(each) && each !== buildkitd));
  });

  it("build each part once, and both have all parts", async () => {
    const both = [startPreparing(), startPreparing()];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(readFileSync(order, "utf8").trim().split("\n").sort()).toEqual(["gosh", "registry"]);
    expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
  });

  it("build what is still missing after the first one was killed", async () => {
    const first = startPreparing();
    while (!readdirSync(cache).includes("go-build")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    first.process.kill("SIGKILL");
    const second = startPreparing();
    await second.waitForLine("built,built,built,built,built,built");
    expect(await second.ended).toBe(0);
    expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
  });

  it("do not wait if nothing is missing", async () => {
    createParts(missing);
    const preparing = async (): Promise<void> => {
      const again = startPreparing();
      await again.waitForLine("built,built,built,built,built,built");
      expect(await again.ended).toBe(0);
    };
    await withLock(preparing, onWait, cache);
  });
});
