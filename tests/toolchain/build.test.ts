import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolchainError } from "../../toolchain";
import { build } from "../../toolchain/build/build";
import { secondsOf } from "../../toolchain/build/cost";
import { isCached } from "../../toolchain/cache";
import { languageHost, pulumi, regctl, registry, runc, shell } from "../../toolchain/parts";
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
      // There is no release of runc for other systems.
      process.platform === "linux"
        ? "    Fix: connect this machine to the internet, to download it, or install Go 1.26 or newer from https://go.dev/dl/; then run the command again."
        : "    Fix: install Go 1.26 or newer from https://go.dev/dl/ and run the command again.",
      "  runc: no C compiler is installed",
      "    Fix: install one, on Debian or Ubuntu with: apt-get install gcc libc6-dev",
    ].join("\n"),
  );
  expect(progress).not.toHaveBeenCalled();
  expect(readdirSync(join(cache, "engine"))).toEqual([]);
});

it("names only Go for a client, which has no release", async () => {
  process.env.PATH = "";
  const { problems } = await catchFailure(build([regctl], jest.fn(), machine.cache));
  expect(problems[0]?.fix).toBe(
    "install Go 1.26 or newer from https://go.dev/dl/ and run the command again.",
  );
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
  machine.createProgram("go", 'mkdir -p "$GOCACHE"', ...goScript(': > "$program"'));
  const small = { ...pulumi, seconds: 0 };
  await build([small], jest.fn(), cache, true);
  expect(readdirSync(cache).sort()).toEqual(["engine", "go-build", "logs"]);
  await build([small], jest.fn(), cache);
  expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
});

it("builds the parts of a folder with one command, and each has its own folder then", async () => {
  const calls = join(machine.programs, "calls");
  machine.createProgram("go", `echo "$*" >> '${calls}'`, ...goScript(': > "$program"'));
  const all = [pulumi, languageHost, registry];
  const small = all.map((part) => ({ ...part, seconds: 0 }));
  await build(small, jest.fn(), machine.cache);
  expect(small.map((part) => isCached(part, machine.cache))).toEqual([true, true, true]);
  const builds = readFileSync(calls, "utf8").match(/^build .*$/gm) ?? [];
  expect(builds.map((line) => line.split("/ ")[1]).sort()).toEqual([
    registry.package,
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi ./pulumi-language-nodejs",
  ]);
  expect(readdirSync(join(machine.cache, "engine"))).toHaveLength(3);
});

it("what runs in images is built for Linux on any machine", async () => {
  const systems = join(machine.programs, "systems");
  machine.createProgram("go", ...goScript(`echo "$GOOS" >> '${systems}'`, ': > "$program"'));
  const small = [shell, registry].map((part) => ({ ...part, seconds: 0 }));
  await build(small, jest.fn(), machine.cache);
  expect(readFileSync(systems, "utf8")).toBe(`linux\n${process.env.GOOS ?? ""}\n`);
});

it("costs what the parts of a folder share only once", () => {
  const both = secondsOf([pulumi, languageHost]);
  expect(both).toBeLessThan(secondsOf([pulumi]) + secondsOf([languageHost]));
  expect(both).toBeGreaterThan(secondsOf([pulumi]));
});
