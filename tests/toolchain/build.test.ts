import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolchainError } from "../../toolchain";
import { build } from "../../toolchain/build";
import { isCached } from "../../toolchain/cache";
import { pulumi, runc } from "../../toolchain/parts";
import { emptyMachineForEachTest, goScript } from "./emptyMachine";

const machine = emptyMachineForEachTest(process.env.PATH ?? "");

async function catchFailure(building: Promise<void>): Promise<ToolchainError> {
  const error: unknown = await building.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ToolchainError) return error;
  throw new Error("the build did not fail");
}

it("fails with one message before building anything if Go and a C compiler are missing", async () => {
  const { cache } = machine;
  const progress = jest.fn();
  process.env.PATH = "";
  const { message, problems } = await catchFailure(build([pulumi, runc], progress, cache));
  expect(problems.map(({ part }) => part).filter((part) => part !== "disk")).toEqual([
    "pulumi, runc",
    "runc",
  ]);
  expect(message).toContain(
    [
      "The toolchain cannot be prepared.",
      "  pulumi, runc: not installed, and Go, which would build it, is not installed either",
      "    Fix: install Go 1.26 or newer from https://go.dev/dl/ and run the command again.",
      "  runc: no C compiler is installed",
      "    Fix: install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
    ].join("\n"),
  );
  expect(progress).not.toHaveBeenCalled();
  expect(readdirSync(join(cache, "engine"))).toEqual([]);
});

it("needs no C compiler for a part without C code", async () => {
  process.env.PATH = "";
  const { problems } = await catchFailure(build([pulumi], jest.fn(), machine.cache));
  expect(problems.map(({ part }) => part).filter((part) => part !== "disk")).toEqual(["pulumi"]);
});

it("reports each part that failed, and leaves no partial folder", async () => {
  const { cache } = machine;
  mkdirSync(join(cache, "engine"), { recursive: true });
  machine.createProgram(
    "go",
    ...goScript('echo "go: download broke: connection refused" >&2', "exit 1"),
  );
  const { problems } = await catchFailure(build([{ ...pulumi, seconds: 0 }], jest.fn(), cache));
  expect(problems).toEqual([
    {
      part: "pulumi",
      cause: "the module proxy is unreachable",
      fix: expect.stringContaining("GOPROXY") as string,
      log: join(cache, "logs", "pulumi.log"),
    },
  ]);
  expect(readdirSync(join(cache, "engine"))).toEqual([]);
  expect(existsSync(join(cache, "logs", "pulumi.log"))).toBe(true);
});

it("removes the compiler's cache after the last build, and keeps it if more follows", async () => {
  const { cache } = machine;
  machine.createProgram("go", 'mkdir -p "$GOCACHE"', ...goScript(': > "$2"'));
  const small = { ...pulumi, seconds: 0 };
  await build([small], jest.fn(), cache, true);
  expect(readdirSync(cache).sort()).toEqual(["engine", "go-build", "logs"]);
  await build([small], jest.fn(), cache);
  expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
});

describe("a part that is built after another part of its module", () => {
  const first = { ...pulumi, seconds: 0 };
  const later = { ...pulumi, name: "later", after: { part: first, seconds: 0 } };
  const other = { ...pulumi, name: "other", seconds: -1 };
  let order: string;

  /** A `go` that records the order of the builds, and fails for one of the names. */
  function fakeGo(failing: string): void {
    order = join(machine.programs, "order");
    const building = [
      'name="${2##*/}"',
      `echo "begin $name" >> '${order}'`,
      "sleep 0.1",
      `echo "end $name" >> '${order}'`,
      `if [ "$name" = ${failing} ]; then echo "connection refused" >&2; exit 1; fi`,
      ': > "$2"',
    ];
    machine.createProgram("go", ...goScript(...building));
  }

  const readOrder = (): string[] => readFileSync(order, "utf8").trim().split("\n");

  it("waits for that part only, whatever the order of the list", async () => {
    fakeGo("none");
    await build([{ ...later, seconds: 9 }, other, first], jest.fn(), machine.cache);
    expect(readOrder().indexOf("end pulumi")).toBeLessThan(readOrder().indexOf("begin later"));
    expect(readOrder()).toContain("end other");
    expect(isCached(later, machine.cache)).toBe(true);
  });

  it("waits for nothing if that part is not built", async () => {
    fakeGo("none");
    await build([later], jest.fn(), machine.cache);
    expect(readOrder()).toEqual(["begin later", "end later"]);
  });

  it("is not reported when it fails alongside, but is when it was requested itself", async () => {
    fakeGo("later");
    await build([first, later], jest.fn(), machine.cache);
    expect([isCached(first, machine.cache), isCached(later, machine.cache)]).toEqual([true, false]);
    const { problems } = await catchFailure(build([later], jest.fn(), machine.cache));
    expect(problems.map(({ part }) => part)).toEqual(["later"]);
  });

  it("is not built when that part failed", async () => {
    fakeGo("pulumi");
    const { problems } = await catchFailure(build([first, later], jest.fn(), machine.cache));
    expect(problems.map(({ part }) => part)).toEqual(["pulumi"]);
    expect(readOrder()).toEqual(["begin pulumi", "end pulumi"]);
  });
});
