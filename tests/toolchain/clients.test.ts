import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clientsAtHand, comingAlong, prepareClients, wantedClients } from "../../toolchain/clients";
import { partBinary } from "../../toolchain/cache";
import {
  buildx,
  clients,
  costlyClients,
  dockerBuildProvider,
  githubProvider,
  pulumi,
  regctl,
  skopeo,
  terraformProvider,
  tofu,
} from "../../toolchain/parts";
import { wheels } from "../../toolchain/wheels";
import { temporaryFolders } from "./temporary";

const temporaryFolder = temporaryFolders();
const { PATH, PULUMI_GHCR_CACHE } = process.env;
const listener = { onWait: jest.fn(), onCost: jest.fn(), onProgress: jest.fn() };
let cache: string;
let programs: string;

beforeEach(() => {
  cache = temporaryFolder();
  programs = temporaryFolder();
  jest.clearAllMocks();
  process.env.PULUMI_GHCR_CACHE = cache;
  process.env.PATH = programs;
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

/** A Go that builds an empty program, except those that it is told to fail. */
function fakeGo(failing = "nothing"): void {
  program(
    "go",
    `case "$*" in *${failing}*) echo "go: example.com/x@v1.0.0: reading x: 403 Forbidden" >&2; exit 1;; esac`,
    'if [ "$1" = list ]; then echo example.com/a; exit 0; fi',
    'while [ "$1" != -o ]; do shift; done',
    ': > "$2"',
  );
}

function cached(part: typeof regctl): string {
  const file = partBinary(part);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

/** Small enough that no disk is too full for it. */
const small = {
  clients: [regctl, skopeo].map((part) => ({ ...part, seconds: 0 })),
  costly: false,
};

it("a client on PATH is taken before one in the cache, and nothing is built", async () => {
  const own = program("regctl");
  cached(regctl);
  const kept = cached(skopeo);
  const expected = [
    { name: "regctl", origin: "PATH", path: own },
    { name: "skopeo", origin: "cache", path: kept },
  ];
  expect(await prepareClients(listener, small)).toEqual(expected);
  expect(clientsAtHand(small)).toEqual(expected);
  expect(listener.onCost).not.toHaveBeenCalled();
});

it("what is lacking is built, and its cost is told before", async () => {
  fakeGo();
  const own = program("regctl");
  expect(await prepareClients(listener, small)).toEqual([
    { name: "regctl", origin: "PATH", path: own },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
  ]);
  expect(listener.onCost).toHaveBeenCalledTimes(1);
  expect(listener.onCost).toHaveBeenCalledWith(
    [expect.objectContaining({ name: "skopeo" })],
    expect.objectContaining({ minutes: 1 }),
  );
});

it("a client that cannot be built is given with its reason, and the other one is there", async () => {
  fakeGo("cmd/regctl");
  mkdirSync(join(cache, "go-build"));
  expect(await prepareClients(listener, small)).toEqual([
    {
      name: "regctl",
      problem: {
        part: "regctl",
        cause: "the module proxy refused example.com/x@v1.0.0 (403 Forbidden)",
        fix: expect.stringContaining("GOPROXY") as string,
        log: join(cache, "logs", "regctl.log"),
      },
    },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
  ]);
  // What the compiler kept would otherwise stay for good.
  expect(readdirSync(cache).sort()).toEqual(["engine", "logs"]);
});

it("without Go each client that is lacking has its reason, and nothing is thrown", async () => {
  const told = await prepareClients(listener, small);
  expect(told).toEqual(
    ["regctl", "skopeo"].map((name) => ({
      name,
      problem: {
        part: name,
        cause: "not on this machine, and there is no Go to build it with",
        fix: expect.stringContaining("install Go") as string,
      },
    })),
  );
  expect(listener.onCost).not.toHaveBeenCalled();
});

it("a client that is nowhere is named with the command that builds it", () => {
  expect(clientsAtHand({ clients: [regctl], costly: true })).toEqual([
    {
      name: "regctl",
      problem: {
        part: "regctl",
        cause: "it is neither on PATH nor in the cache",
        fix: expect.stringContaining("npm test") as string,
      },
    },
  ]);
});

it.each([
  [{}, false],
  [{ PULUMI_GHCR_CLIENTS: "" }, false],
  [{ PULUMI_GHCR_CLIENTS: "all" }, true],
])("with %p the costly clients are built: %s", (environment, costly) => {
  const all = [...clients, ...costlyClients];
  expect(wantedClients(environment)).toEqual({ clients: all, wheels, costly });
});

it("a costly client is built only where that is asked for, and says so", async () => {
  fakeGo();
  const wanted = [...small.clients, tofu];
  expect(await prepareClients(listener, { clients: wanted, costly: false })).toEqual([
    { name: "regctl", origin: "built", path: partBinary(regctl) },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
    {
      name: "tofu",
      problem: {
        part: "tofu",
        cause: expect.stringMatching(/^tofu would take about \d+ minutes to build/) as string,
        fix: expect.stringContaining("PULUMI_GHCR_CLIENTS=all npm test") as string,
      },
    },
  ]);
  const kept = cached(tofu);
  expect(await prepareClients(listener, { clients: [tofu], costly: false })).toEqual([
    { name: "tofu", origin: "cache", path: kept },
  ]);
});

it.each([
  [buildx, dockerBuildProvider],
  [terraformProvider, githubProvider],
])("$name comes along with the provider that shares its packages", (client, provider) => {
  const along = { ...client, seconds: client.after?.seconds };
  expect(comingAlong([pulumi, provider])).toEqual([along]);
  expect(along.seconds).toBeLessThanOrEqual(client.seconds / 5);
});

it("none comes along that is here already, or without its provider", () => {
  expect(comingAlong([pulumi])).toEqual([]);
  program("docker-buildx");
  expect(comingAlong([dockerBuildProvider])).toEqual([]);
  process.env.PATH = temporaryFolder();
  cached(buildx);
  expect(comingAlong([dockerBuildProvider])).toEqual([]);
});

it("what comes along is built by default", () => {
  expect(clients).toEqual(expect.arrayContaining([buildx, terraformProvider]));
  expect(costlyClients).toEqual([tofu]);
});
