import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findClients, hasMissingClients, prepareClients } from "../../toolchain/clients";
import { wheelBinary, zizmor } from "../../toolchain/download/wheels";
import { emptyMachineForEachTest } from "./emptyMachine";

const machine = emptyMachineForEachTest("/usr/bin", "/bin");
const listener = { onWait: jest.fn(), onCost: jest.fn(), onProgress: jest.fn() };
const selection = { clients: [], wheels: [zizmor], costly: false };

/** A `python3` that records pip's arguments and requirements, and then runs these lines. */
function fakePip(...lines: string[]): void {
  machine.createProgram(
    "python3",
    `echo "$*" >'${machine.programs}/arguments'`,
    `for each; do last=$each; done; cp "$last" '${machine.programs}/requirements'`,
    'while [ "$1" != --target ]; do shift; done; target=$2',
    ...lines,
  );
}

const install = 'mkdir -p "$target/bin"; echo program >"$target/bin/zizmor"';

it("is downloaded by pip, with checksums required", async () => {
  fakePip(install);
  expect(hasMissingClients(selection)).toBe(true);
  const path = wheelBinary(zizmor);
  expect(await prepareClients(listener, selection)).toEqual([
    { name: "zizmor", origin: "downloaded", path },
  ]);
  expect(readFileSync(path, "utf8")).toBe("program\n");
  expect(readFileSync(join(machine.programs, "arguments"), "utf8")).toMatch(
    /^-m pip install --no-deps --only-binary :all: --require-hashes /,
  );
  const requirements = readFileSync(join(machine.programs, "requirements"), "utf8");
  expect(requirements).toMatch(/^zizmor==1\.32\.0( --hash=sha256:[0-9a-f]{64})+\n$/);
  // Only the program is left, and another run has nothing to do.
  expect(readdirSync(dirname(path))).toContain("zizmor");
  expect(existsSync(join(dirname(path), "python"))).toBe(false);
  expect(readdirSync(join(machine.cache, "engine"))).toHaveLength(1);
  expect(hasMissingClients(selection)).toBe(false);
  fakePip("exit 9");
  expect(await prepareClients(listener, selection)).toEqual([
    { name: "zizmor", origin: "downloaded", path },
  ]);
});

it("prefers the cache to PATH, and PATH to pip", async () => {
  fakePip("exit 9");
  const installed = machine.createProgram("zizmor");
  expect(await prepareClients(listener, selection)).toEqual([
    { name: "zizmor", origin: "PATH", path: installed },
  ]);
  const path = wheelBinary(zizmor);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  expect(findClients(selection)).toEqual([{ name: "zizmor", origin: "downloaded", path }]);
});

it.each([
  [
    "another checksum",
    "echo 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'; exit 1",
    "the downloaded package does not match its committed checksums",
  ],
  [
    "none for this machine",
    "echo 'ERROR: No matching distribution found for zizmor==1.32.0'; exit 1",
    "the package index has no package for this machine, or is unreachable",
  ],
  [
    "no pip",
    "echo '/usr/bin/python3: No module named pip' >&2; exit 1",
    "not installed, and pip, which",
  ],
  ["something else", "echo a; echo 'ERROR: b'; exit 1", "pip could not download it: ERROR: b"],
  [
    "a wheel without the program",
    'mkdir -p "$target/bin"; echo done',
    "pip could not download it: done",
  ],
])("reports why it is unavailable, and does not throw: %s", async (_what, script, cause) => {
  fakePip(script);
  expect(await prepareClients(listener, selection)).toEqual([
    {
      name: "zizmor",
      problem: {
        part: "zizmor",
        cause: expect.stringContaining(cause) as string,
        fix: expect.any(String) as string,
        log: join(machine.cache, "logs", "zizmor.log"),
      },
    },
  ]);
  expect(readdirSync(join(machine.cache, "engine"))).toEqual([]);
});

it("reports that Python is missing", async () => {
  process.env.PATH = machine.programs;
  const [prepared] = await prepareClients(listener, selection);
  expect(prepared).toMatchObject({
    problem: {
      cause: "not installed, and python3, which would download it, is not installed either",
    },
  });
  const [found] = findClients(selection);
  expect(found).toMatchObject({ problem: { cause: "it is neither on PATH nor in the cache" } });
});

it("reports an unwritable cache, and does not throw", async () => {
  fakePip(install);
  const file = join(machine.cache, "file");
  writeFileSync(file, "");
  process.env.PULUMI_GHCR_CACHE = file;
  expect(await prepareClients(listener, selection)).toEqual([
    {
      name: "zizmor",
      problem: {
        part: "zizmor",
        cause: `${file} is not writable (ENOTDIR)`,
        fix: "set PULUMI_GHCR_CACHE to a writable folder, or put zizmor on PATH.",
      },
    },
  ]);
});
