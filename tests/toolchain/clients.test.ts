import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findClients, prepareClients, selectClients } from "../../toolchain/clients";
import { partBinary } from "../../toolchain/cache";
import { clients, costlyClients, regctl, skopeo, tofu } from "../../toolchain/parts";
import { wheels } from "../../toolchain/download/wheels";
import { emptyMachineForEachTest, goScript } from "./emptyMachine";

const machine = emptyMachineForEachTest();
const listener = { onWait: jest.fn(), onCost: jest.fn(), onProgress: jest.fn() };

beforeEach(() => {
  jest.clearAllMocks();
});

/** A `go` that builds an empty program, and fails if an argument contains the text. */
function fakeGo(failing = "nothing"): void {
  machine.createProgram(
    "go",
    `case "$*" in *${failing}*) echo "go: example.com/x@v1.0.0: reading x: 403 Forbidden" >&2; exit 1;; esac`,
    ...goScript(': > "$program"'),
  );
}

function createCached(part: typeof regctl): string {
  const file = partBinary(part);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

/** So small that the check of the free disk space always passes. */
const small = {
  clients: [regctl, skopeo].map((part) => ({ ...part, seconds: 0 })),
  costly: false,
};

it("prefers a client on PATH to one in the cache, and builds nothing", async () => {
  const path = machine.createProgram("regctl");
  createCached(regctl);
  const cachedPath = createCached(skopeo);
  const expected = [
    { name: "regctl", origin: "PATH", path },
    { name: "skopeo", origin: "built", path: cachedPath },
  ];
  expect(await prepareClients(listener, small)).toEqual(expected);
  expect(findClients(small)).toEqual(expected);
  expect(listener.onCost).not.toHaveBeenCalled();
});

it("builds what is missing, and reports its cost first", async () => {
  fakeGo();
  const path = machine.createProgram("regctl");
  expect(await prepareClients(listener, small)).toEqual([
    { name: "regctl", origin: "PATH", path },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
  ]);
  expect(listener.onCost).toHaveBeenCalledTimes(1);
  expect(listener.onCost).toHaveBeenCalledWith(
    [expect.objectContaining({ name: "skopeo" })],
    expect.objectContaining({ minutes: 1 }),
  );
});

it("returns a client that cannot be built with its problem, and builds the other one", async () => {
  fakeGo("cmd/regctl");
  mkdirSync(join(machine.cache, "go-build"));
  expect(await prepareClients(listener, small)).toEqual([
    {
      name: "regctl",
      problem: {
        part: "regctl",
        cause: "the module proxy refused example.com/x@v1.0.0 (403 Forbidden)",
        fix: expect.stringContaining("GOPROXY") as string,
        log: join(machine.cache, "logs", "regctl.log"),
      },
    },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
  ]);
  // The compiler's cache would otherwise never be removed.
  expect(readdirSync(machine.cache).sort()).toEqual(["engine", "logs"]);
});

it("returns each missing client with its problem if Go is missing, and does not throw", async () => {
  expect(await prepareClients(listener, small)).toEqual(
    ["regctl", "skopeo"].map((name) => ({
      name,
      problem: {
        part: name,
        cause: "not installed, and Go, which would build it, is not installed either",
        fix: expect.stringContaining("install Go") as string,
      },
    })),
  );
  expect(listener.onCost).not.toHaveBeenCalled();
});

it("names the command that builds an unavailable client", () => {
  expect(findClients({ clients: [regctl], costly: true })).toEqual([
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
  expect(selectClients(environment)).toEqual({ clients: all, wheels, costly });
});

it("builds a costly client on request only, and reports that", async () => {
  fakeGo();
  const selected = [...small.clients, tofu];
  expect(await prepareClients(listener, { clients: selected, costly: false })).toEqual([
    { name: "regctl", origin: "built", path: partBinary(regctl) },
    { name: "skopeo", origin: "built", path: partBinary(skopeo) },
    {
      name: "tofu",
      problem: {
        part: "tofu",
        cause: expect.stringMatching(/^building tofu takes about \d+ minutes/) as string,
        fix: expect.stringContaining("PULUMI_GHCR_CLIENTS=all npm test") as string,
      },
    },
  ]);
  const cachedPath = createCached(tofu);
  expect(await prepareClients(listener, { clients: [tofu], costly: false })).toEqual([
    { name: "tofu", origin: "built", path: cachedPath },
  ]);
});
