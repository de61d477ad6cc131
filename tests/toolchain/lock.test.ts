import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs, { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { partBinary } from "../../toolchain/cache";
import { alone } from "../../toolchain/lock";
import { buildkitd, parts, registry, shell } from "../../toolchain/parts";
import { temporaryFolders } from "./temporary";

const temporaryFolder = temporaryFolders();
const root = join(__dirname, "..", "..");
const onWait = jest.fn();
const children: ChildProcess[] = [];
let cache: string;

beforeEach(() => {
  cache = temporaryFolder();
  jest.clearAllMocks();
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Child {
  readonly process: ChildProcess;
  /** Until it has written such a line. */
  told(line: string): Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** A process of its own that runs a piece of code, with `cache` and `say` at hand. */
function child(code: string, environment: Record<string, string> = {}, start = 'exec "$@"'): Child {
  const head = `
    const { alone } = require("./toolchain/lock.ts");
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
  const told = async (line: string): Promise<void> => {
    while (!output.split("\n").includes(line)) {
      const over = started.stdout.readableEnded;
      if (over) throw new Error(`It ended without '${line}', having said: ${output}`);
      await Promise.race([once(started.stdout, "data"), once(started.stdout, "end")]);
    }
  };
  return { process: started, told, ended };
}

/** A child that holds the lock until it is killed. */
async function holder(start?: string): Promise<Child> {
  const code = `
    setInterval(() => {}, 10_000);
    void alone(() => { say("holds"); return new Promise(() => {}); }, () => say("waits"), cache);
  `;
  const made = child(code, {}, start);
  await made.told("holds");
  return made;
}

/** The name of the one who holds the lock, as it lies in the cache. */
function held(): string {
  const [name, ...others] = readdirSync(join(cache, "building"));
  if (name === undefined || others.length > 0) throw new Error("not one holder");
  return name;
}

function hold(name: string): void {
  mkdirSync(join(cache, "building"), { recursive: true });
  writeFileSync(join(cache, "building", name), "");
}

/** A holder's name with some of its fields replaced. */
function altered(name: string, fields: { pid?: number; start?: string; world?: string }): string {
  const [pid, start, world] = name.split("-");
  return [fields.pid ?? pid, fields.start ?? start, fields.world ?? world].join("-");
}

it("names its process while the work goes on, and leaves nothing", async () => {
  const result = await alone(() => Promise.resolve(held()), onWait, cache);
  expect(result).toMatch(new RegExp(`^${process.pid}-\\w+-[0-9a-f]{12}$`));
  expect(readdirSync(cache)).toEqual([]);
  expect(onWait).not.toHaveBeenCalled();
});

it("is given back when the work fails", async () => {
  await expect(alone(() => Promise.reject(new Error("no")), onWait, cache)).rejects.toThrow("no");
  expect(readdirSync(cache)).toEqual([]);
});

it("is waited for, which is said once, and taken over when its holder is killed", async () => {
  const first = await holder();
  const name = held();
  let worked = false;
  const second = alone(() => Promise.resolve((worked = true)), onWait, cache);
  // Some looks at the lock, which all find that its holder lives.
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect([worked, held()]).toEqual([false, name]);
  first.process.kill("SIGKILL");
  await second;
  expect(onWait.mock.calls).toEqual([[first.process.pid]]);
  expect(readdirSync(cache)).toEqual([]);
});

it("two pieces of work of one process do not meet either", async () => {
  const order: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push(`${name} ends`);
  };
  await Promise.all([alone(work("a"), onWait, cache), alone(work("b"), onWait, cache)]);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});

it("of a process whose number another one has by now is taken over", async () => {
  const name = await alone(() => Promise.resolve(held()), onWait, cache);
  const living = await holder();
  const [, start = ""] = held().split("-");
  living.process.kill("SIGKILL");
  await living.ended;
  // Our own number, and another process's start.
  hold(altered(name, { start }));
  await alone(() => Promise.resolve(), onWait, cache);
  expect(onWait).not.toHaveBeenCalled();
});

it("is taken over when its holder's parent takes no note of its end", async () => {
  // Sleep becomes the parent, and asks after no child.
  await holder('"$@" & exec sleep 60');
  process.kill(Number.parseInt(held(), 10), "SIGKILL");
  await alone(() => Promise.resolve(), onWait, cache);
  expect(readdirSync(cache)).toEqual([]);
});

it("is not taken from another one who was quicker to take over a dead one's", async () => {
  const dead = await holder();
  const gone = held();
  dead.process.kill("SIGKILL");
  await dead.ended;
  const quicker = await alone(() => Promise.resolve(held()), onWait, cache);
  hold(gone);
  const lock = join(cache, "building");
  // We have read the dead one's name, and the quicker one comes between that and what we do then.
  const look = jest.spyOn(fs, "statSync").mockImplementationOnce(() => {
    fs.rmSync(join(lock, gone));
    hold(quicker);
    return undefined;
  });
  onWait.mockImplementationOnce(() => {
    expect(held()).toBe(quicker);
    fs.rmSync(join(lock, quicker));
  });
  await alone(() => Promise.resolve(), onWait, cache);
  look.mockRestore();
  expect(onWait.mock.calls).toEqual([[process.pid]]);
});

describe("of a process that cannot be seen from here", () => {
  it("is taken over when nobody touches it any more", async () => {
    const name = await alone(() => Promise.resolve(held()), onWait, cache);
    hold(altered(name, { pid: 1_234_567, world: "elsewhere" }));
    await alone(() => Promise.resolve(), onWait, cache, 2);
    expect(onWait.mock.calls).toEqual([[1_234_567]]);
  });

  it("is waited for as long as it is touched", async () => {
    const name = await alone(() => Promise.resolve(held()), onWait, cache);
    const other = altered(name, { pid: 1_234_567, world: "elsewhere" });
    hold(other);
    let worked = false;
    const waiting = alone(() => Promise.resolve((worked = true)), onWait, cache, 8);
    for (let count = 1; count <= 30; count += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      utimesSync(join(cache, "building", other), count, count);
    }
    expect(worked).toBe(false);
    await waiting;
  });
});

it("a cache that cannot be written is left to the work to tell", async () => {
  const file = join(cache, "file");
  writeFileSync(file, "");
  expect(await alone(() => Promise.resolve("told"), onWait, file)).toBe("told");
});

it("of many processes that begin at once on a dead one's lock, one works at a time", async () => {
  const dead = await holder();
  dead.process.kill("SIGKILL");
  await dead.ended;
  const journal = join(cache, "journal");
  writeFileSync(journal, "");
  const racers = Array.from({ length: 6 }, () =>
    child(`
      const note = (word) => fs.appendFileSync(cache + "/journal", word + " " + process.pid + "\\n");
      const work = async () => { note("begin"); await pause(5); note("end"); };
      (async () => {
        for (let turn = 0; turn < 5; turn += 1) await alone(work, () => {}, cache);
      })();
    `),
  );
  expect(await Promise.all(racers.map(({ ended }) => ended))).toEqual(racers.map(() => 0));
  const lines = readFileSync(journal, "utf8").trim().split("\n");
  expect(lines).toHaveLength(60);
  for (let index = 0; index < lines.length; index += 2) {
    expect(lines[index]).toMatch(/^begin /);
    expect(lines[index + 1]).toBe(lines[index]?.replace("begin", "end"));
  }
  expect(readdirSync(cache)).toEqual(["journal"]);
});

describe("two processes that make the engine ready at once", () => {
  const lacking = [registry, shell];
  let programs: string;
  let order: string;

  /** A Go that notes what it builds and minds when its folder is removed; what it builds does nothing. */
  function fakeGo(): void {
    programs = temporaryFolder();
    order = join(programs, "order");
    const script = [
      "#!/bin/sh",
      '/bin/mkdir -p "$GOCACHE"',
      'if [ "$1" = list ]; then echo example.com/a; exit 0; fi',
      'while [ "$1" != -o ]; do shift; done',
      `echo "\${2##*/}" >> '${order}'`,
      ': > "$GOCACHE/kept-$$"',
      "/bin/sleep 0.5",
      'if [ ! -e "$GOCACHE/kept-$$" ]; then echo "removed under me" >&2; exit 1; fi',
      `printf '#!/bin/sh\\n' > "$2"; /bin/chmod 755 "$2"`,
    ];
    writeFileSync(join(programs, "go"), script.join("\n"), { mode: 0o755 });
  }

  function prepared(): Child {
    const code = `
      const { prepareEngine } = require("./toolchain");
      const listener = { onWait: () => say("waits"), onCost() {}, onProgress() {} };
      const ready = prepareEngine(listener, { builder: false });
      ready.then(({ parts }) => say(parts.map(({ origin }) => origin).sort().join()));
    `;
    return child(code, { PATH: programs, PULUMI_GHCR_CACHE: cache });
  }

  beforeEach(() => {
    fakeGo();
    for (const part of parts.filter((each) => !lacking.includes(each) && each !== buildkitd)) {
      const file = partBinary(part, cache);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
    }
  });

  it("build each part once, and both have all of it", async () => {
    const both = [prepared(), prepared()];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(readFileSync(order, "utf8").trim().split("\n").sort()).toEqual(["gosh", "registry"]);
    expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
  });

  it("the second one builds what the first one left when it was killed", async () => {
    const first = prepared();
    while (!readdirSync(cache).includes("go-build")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    first.process.kill("SIGKILL");
    const second = prepared();
    await second.told("built,built,cache,cache,cache,cache");
    expect(await second.ended).toBe(0);
    expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
  });

  it("wait for nobody where nothing is lacking", async () => {
    const warm = prepared();
    expect(await warm.ended).toBe(0);
    await holder();
    const again = prepared();
    await again.told("cache,cache,cache,cache,cache,cache");
    expect(await again.ended).toBe(0);
  });
});
