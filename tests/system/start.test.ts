import { spawn, type ChildProcess } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expectShown } from "./docs/pages";
import { createClone } from "./support/clone";
import { findProcesses } from "./support/processes";
import { ADMINISTRATOR_TOKEN, CONTROL_HEADER, PUBLISHER_TOKEN } from "../../sandbox";

let clone: string;

beforeAll(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-clone-")));
  createClone(clone);
});

afterAll(() => {
  rmSync(clone, { recursive: true, force: true });
});

interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

function start(
  environment: Record<string, string> = {},
  script: readonly string[] = ["scripts/start.ts"],
): {
  child: ChildProcess;
  ended: Promise<CommandResult>;
  /** Waits until it has said this, and gives all that it said. */
  waitForOutput: (text: string) => Promise<string>;
} {
  const child = spawn(process.execPath, ["scripts/run.mjs", ...script], {
    cwd: clone,
    // The program is compiled here as in any clone.
    env: { ...process.env, PULUMI_NODEJS_TSCONFIG_PATH: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = new Promise<CommandResult>((resolve) => {
    child.on("exit", (code) => {
      // A moment for what it wrote last.
      setTimeout(() => {
        resolve({ code, output });
      }, 50);
    });
  });
  const waitForOutput = async (text: string): Promise<string> => {
    while (!output.includes(text) && child.exitCode === null) await sleep(20);
    return output;
  };
  return { child, ended, waitForOutput };
}

/** The folder in which Pulumi keeps the sandbox's stack. */
function getBackendFolder(): string {
  return join(clone, ".sandbox", "pulumi", ".pulumi");
}

async function listLeftProcesses(): Promise<string[]> {
  // Pulumi writes its state before it goes.
  for (let tries = 0; tries < 300 && findProcesses(clone).length > 0; tries += 1) await sleep(100);
  return findProcesses(clone).map(({ line }) => line);
}

/** Makes the registry at an address refuse to tell of any manifest, until the sandbox ends. */
async function refuseManifests(address: string): Promise<void> {
  const key = readFileSync(join(clone, ".sandbox", "control-key"), "utf8");
  const match = { kind: "registry", method: "HEAD" };
  const fault = { type: "answer", status: 403, body: "" };
  const response = await fetch(`http://${address}/_sandbox/faults`, {
    method: "POST",
    headers: { [CONTROL_HEADER]: key.trim() },
    body: JSON.stringify({ match, times: "all", fault }),
  });
  expect(response.ok).toBe(true);
}

/** The tests are one story: each goes on where the one before it ended. */
describe("npm start", () => {
  test.each([900, 2500, 4500])(
    "killed after %d ms, it leaves no process behind",
    async (milliseconds) => {
      const { child, ended } = start();
      await sleep(milliseconds);
      child.kill("SIGKILL");
      await ended;
      expect(await listLeftProcesses()).toEqual([]);
    },
    60_000,
  );

  test("then resumes, shows what it created and reads it back", async () => {
    const { code, output } = await start().ended;
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(output).toMatch(/\[1\/4\] Toolchain: \d+ parts ready/);
    expect(output).toMatch(/\[2\/4\] Sandbox: GitHub and ghcr\.io at localhost:\d+/);
    expect(output).toMatch(/\[4\/4\] Read back: 2 images are in the registry under their digests/);
    expect(output.match(/ tags: latest$/gm)).toHaveLength(2);
    // Also where it was killed before any update was finished.
    expect(output).not.toMatch(/warning/i);
    expect(output).not.toContain(ADMINISTRATOR_TOKEN);
    expect(output).not.toContain(PUBLISHER_TOKEN);
    expect(await listLeftProcesses()).toEqual([]);
  });

  test("a second run reports everything unchanged", async () => {
    const { code, output } = await start().ended;
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(output).toMatch(/\d+ unchanged/);
    expect(output).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
  });

  test("a tag that points elsewhere is named, and fails the run", async () => {
    const image = join("f1bonacci66", "civilx-universe", "assets");
    const folder = ["registry", "docker", "registry", "v2", "repositories", image, "_manifests"];
    const manifests = join(clone, ".sandbox", ...folder);
    const link = join(manifests, "tags", "latest", "current", "link");
    const before = readFileSync(link, "utf8");
    const others = readdirSync(join(manifests, "revisions", "sha256"))
      .map((each) => `sha256:${each}`)
      .filter((each) => each !== before);
    const otherAddress = others[0] ?? "none";
    writeFileSync(link, otherAddress);
    const { code, output } = await start().ended;
    writeFileSync(link, before);
    expect(code).toBe(1);
    expect(output).toContain(`latest points to ${otherAddress}, not to what was pushed`);
    expect(output).toMatch(
      /\[4\/4\] Read back: .*not every tag points to what was pushed: civilx-universe\/assets:latest/,
    );
  });

  test("a push that is denied after the preflight is reported with its fix", async () => {
    const greeting = join(clone, "examples", "universe", "greeting.txt");
    const text = readFileSync(greeting, "utf8");
    writeFileSync(greeting, "Good night\n");
    const { ended, waitForOutput } = start();
    const [, address = ""] =
      /ghcr\.io at (\S+),/.exec(await waitForOutput("[3/4] pulumi up")) ?? [];
    // The preflight opens an upload, and may; the push is refused all the same.
    await refuseManifests(address);
    const { code, output } = await ended;
    writeFileSync(greeting, text);
    expect(code).not.toBe(0);
    // BuildKit asks with HEAD first, to which a registry gives no reason.
    expect(output).toContain("ghcr.io, authorization (ghcr-forbidden)");
    expect(output).toContain("Manage Actions access");
    expect(output).not.toContain(PUBLISHER_TOKEN);
  });

  test("ignores a proxy and the user's own variables", async () => {
    const unreachable = "http://127.0.0.1:9";
    const { code, output } = await start({
      http_proxy: unreachable,
      https_proxy: unreachable,
      HTTP_PROXY: unreachable,
      HTTPS_PROXY: unreachable,
      GITHUB_TOKEN: "ghp_exampleown1",
      GITHUB_OWNER: "somebody-else",
      GHCR_TOKEN: "ghp_exampleown2",
      GHCR_REGISTRY: "ghcr.io",
      PULUMI_STACK: "prod",
      PULUMI_BACKEND_URL: "https://pulumi.example",
      PULUMI_CONFIG_PASSPHRASE: "example",
      SSL_CERT_FILE: "/nowhere",
    }).ended;
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(output).toMatch(/\d+ unchanged/);
  });

  test.each([0, 500, 1500])(
    "asked to end %d ms after it called Pulumi, it ends in good order",
    async (milliseconds) => {
      const { child, ended, waitForOutput } = start();
      await waitForOutput("pulumi up --stack dev");
      await sleep(milliseconds);
      child.kill("SIGTERM");
      const { code } = await ended;
      expect(code).toBe(143);
      expect(await listLeftProcesses()).toEqual([]);
    },
    60_000,
  );

  test("and the next run resumes", async () => {
    expect((await start().ended).code).toBe(0);
  });

  test("a stack that is locked by another Pulumi is left alone", async () => {
    const locks = join(getBackendFolder(), "locks", "organization", "pulumi-ghcr", "dev");
    const lock = join(locks, "running.json");
    mkdirSync(locks, { recursive: true });
    writeFileSync(lock, JSON.stringify({ pid: process.pid, hostname: hostname() }));
    const { code, output } = await start().ended;
    rmSync(lock);
    expect(code).toBe(2);
    expect(output).toContain(
      `Another pulumi (process ${String(process.pid)}) is updating this stack`,
    );
  });

  test("with a damaged state it starts over, and prints what the sandbox guide shows", async () => {
    const state = join(getBackendFolder(), "stacks", "pulumi-ghcr", "dev.json");
    truncateSync(state, 1000);
    const { code, output } = await start().ended;
    expect(code).toBe(0);
    // It is the only difference to the first run in a fresh clone.
    const startingOver = `[2/4] Sandbox\n      Starting over with an empty .sandbox: ${state} is damaged.\n`;
    expect(output).toContain(startingOver);
    expectShown("npm start", output.replace(startingOver, ""));
    expect(output).not.toContain("Outputs:");
    expect(output).toMatch(/under their digests \([^)]*\)\nNext:\n {2}npm run sandbox\n/);
  });
});

test("the sandbox alone prints its address as JSON, and exits with 0 when interrupted", async () => {
  const { child, ended, waitForOutput } = start({}, ["scripts/sandbox.ts", "--json"]);
  const output = await waitForOutput("}\n");
  const line = output.split("\n").find((each) => each.startsWith("{")) ?? "";
  const ready = JSON.parse(line) as { address: string; environment: Record<string, string | null> };
  expect(ready.environment).toMatchObject({ GHCR_REGISTRY: ready.address, GHCR_TOKEN: null });
  expect((await fetch(`http://${ready.address}/v2/`)).status).toBe(401);
  child.kill("SIGINT");
  expect((await ended).code).toBe(0);
  expect(await listLeftProcesses()).toEqual([]);
});
