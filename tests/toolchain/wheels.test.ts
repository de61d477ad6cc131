import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clientsAtHand, lacksClients, prepareClients } from "../../toolchain/clients";
import { wheelBinary, zizmor } from "../../toolchain/wheels";
import { temporaryFolders } from "./temporary";

const temporaryFolder = temporaryFolders();
const { PATH, PULUMI_GHCR_CACHE } = process.env;
const listener = { onWait: jest.fn(), onCost: jest.fn(), onProgress: jest.fn() };
const wanted = { clients: [], wheels: [zizmor], costly: false };
let cache: string;
let programs: string;

beforeEach(() => {
  cache = temporaryFolder();
  programs = temporaryFolder();
  process.env.PULUMI_GHCR_CACHE = cache;
  process.env.PATH = `${programs}:/usr/bin:/bin`;
});

afterEach(() => {
  process.env.PATH = PATH;
  if (PULUMI_GHCR_CACHE === undefined) delete process.env.PULUMI_GHCR_CACHE;
  else process.env.PULUMI_GHCR_CACHE = PULUMI_GHCR_CACHE;
});

function program(name: string, ...lines: string[]): string {
  const file = join(programs, name);
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return file;
}

/** A python3 that notes how pip is called, keeps what it is asked for, and then does this. */
function fakePip(...lines: string[]): void {
  program(
    "python3",
    `echo "$*" >'${programs}/called'`,
    `for each; do last=$each; done; cp "$last" '${programs}/asked'`,
    'while [ "$1" != --target ]; do shift; done; target=$2',
    ...lines,
  );
}

const written = 'mkdir -p "$target/bin"; echo program >"$target/bin/zizmor"';

it("is got by pip, and by its checksums alone", async () => {
  fakePip(written);
  expect(lacksClients(wanted)).toBe(true);
  const path = wheelBinary(zizmor);
  expect(await prepareClients(listener, wanted)).toEqual([
    { name: "zizmor", origin: "downloaded", path },
  ]);
  expect(readFileSync(path, "utf8")).toBe("program\n");
  expect(readFileSync(join(programs, "called"), "utf8")).toMatch(
    /^-m pip install --no-deps --only-binary :all: --require-hashes /,
  );
  const asked = readFileSync(join(programs, "asked"), "utf8");
  expect(asked).toMatch(/^zizmor==1\.32\.0( --hash=sha256:[0-9a-f]{64})+\n$/);
  // Nothing is left but the program, and another run has nothing to do.
  expect(readdirSync(dirname(path))).toContain("zizmor");
  expect(existsSync(join(dirname(path), "python"))).toBe(false);
  expect(readdirSync(join(cache, "engine"))).toHaveLength(1);
  expect(lacksClients(wanted)).toBe(false);
  fakePip("exit 9");
  expect(await prepareClients(listener, wanted)).toEqual([
    { name: "zizmor", origin: "cache", path },
  ]);
});

it("one in the cache is taken before the machine's own, which is taken before pip is asked", async () => {
  fakePip("exit 9");
  const own = program("zizmor");
  expect(await prepareClients(listener, wanted)).toEqual([
    { name: "zizmor", origin: "PATH", path: own },
  ]);
  const path = wheelBinary(zizmor);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  expect(clientsAtHand(wanted)).toEqual([{ name: "zizmor", origin: "cache", path }]);
});

it.each([
  [
    "another checksum",
    "echo 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'; exit 1",
    "what the package index gave is not what its committed checksum says",
  ],
  [
    "none for this machine",
    "echo 'ERROR: No matching distribution found for zizmor==1.32.0'; exit 1",
    "the package index has none for this machine, or could not be reached",
  ],
  ["no pip", "echo '/usr/bin/python3: No module named pip' >&2; exit 1", "there is no pip"],
  ["something else", "echo a; echo 'ERROR: b'; exit 1", "pip could not get it: ERROR: b"],
  [
    "a wheel without the program",
    'mkdir -p "$target/bin"; echo done',
    "pip could not get it: done",
  ],
])("tells why it could not be had, and stops nothing: %s", async (_what, script, cause) => {
  fakePip(script);
  expect(await prepareClients(listener, wanted)).toEqual([
    {
      name: "zizmor",
      problem: {
        part: "zizmor",
        cause: expect.stringContaining(cause) as string,
        fix: expect.any(String) as string,
        log: join(cache, "logs", "zizmor.log"),
      },
    },
  ]);
  expect(readdirSync(join(cache, "engine"))).toEqual([]);
});

it("tells that there is no Python", async () => {
  process.env.PATH = programs;
  const [client] = await prepareClients(listener, wanted);
  expect(client).toMatchObject({
    problem: { cause: "it is not on this machine, and there is no python3 to get it with" },
  });
  const [none] = clientsAtHand(wanted);
  expect(none).toMatchObject({ problem: { cause: "it is neither on PATH nor in the cache" } });
});

it("a cache that cannot be written keeps back the program, and nothing else", async () => {
  fakePip(written);
  const file = join(cache, "file");
  writeFileSync(file, "");
  process.env.PULUMI_GHCR_CACHE = file;
  expect(await prepareClients(listener, wanted)).toEqual([
    {
      name: "zizmor",
      problem: {
        part: "zizmor",
        cause: `${file} cannot be written (ENOTDIR)`,
        fix: "name another folder in PULUMI_GHCR_CACHE, or put zizmor on PATH.",
      },
    },
  ]);
});
