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
  /** Waits for a text in the output, and returns the output. */
  waitForOutput: (text: string) => Promise<string>;
} {
  const child = spawn(process.execPath, ["scripts/run.mjs", ...script], {
    cwd: clone,
    // Compile the program as in any clone.
    env: { ...process.env, PULUMI_NODEJS_TSCONFIG_PATH: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = new Promise<CommandResult>((resolve) => {
    child.on("exit", (code) => {
      // Its last output can arrive after it exits.
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

/** The folder in which Pulumi stores the sandbox's stack. */
function getBackendFolder(): string {
  return join(clone, ".sandbox", "pulumi", ".pulumi");
}

async function listLeftProcesses(): Promise<string[]> {
  // Pulumi writes its state before it exits.
  for (let tries = 0; tries < 300 && findProcesses(clone).length > 0; tries += 1) await sleep(100);
  return findProcesses(clone).map(({ line }) => line);
}

/** Makes the registry at an address deny all HEAD requests until the sandbox ends. */
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

/** The tests depend on each other: each continues with the state that the previous one left. */
describe("npm start", () => {
  test.each([
    ["while the sandbox starts", "[1/4] Toolchain", 200],
    ["during the first update", "pulumi up --stack dev", 2500],
  ])(
    "leaves no process behind when it is killed %s",
    async (_when, text, milliseconds) => {
      // Without a compiled program, it would be killed while Pulumi compiles.
      const { PULUMI_NODEJS_TSCONFIG_PATH = "" } = process.env;
      const { child, ended, waitForOutput } = start({ PULUMI_NODEJS_TSCONFIG_PATH });
      await waitForOutput(text);
      await sleep(milliseconds);
      child.kill("SIGKILL");
      await ended;
      expect(await listLeftProcesses()).toEqual([]);
    },
    60_000,
  );

  test("resumes after it was killed, shows what it created and reads it back", async () => {
    const { code, output } = await start().ended;
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(output).toMatch(/\[1\/4\] Toolchain: \d+ parts ready/);
    expect(output).toMatch(/\[2\/4\] Sandbox: GitHub and ghcr\.io at localhost:\d+/);
    expect(output).toMatch(/\[4\/4\] Read back: 2 images are in the registry under their digests/);
    expect(output.match(/ tags: latest$/gm)).toHaveLength(2);
    // Not even if it was killed before the first update was complete.
    expect(output).not.toMatch(/warning/i);
    expect(output).not.toContain(ADMINISTRATOR_TOKEN);
    expect(output).not.toContain(PUBLISHER_TOKEN);
    expect(await listLeftProcesses()).toEqual([]);
  });

  test.each([0, 1000])(
    "stops cleanly on SIGTERM %d ms after Pulumi started",
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

  test("completes after it was stopped without a change, ignores a proxy and the user's variables, and names a tag that points to another image", async () => {
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
    writeFileSync(link, before);
    expect(code).toBe(1);
    expect(output).toMatch(/\d+ unchanged/);
    expect(output).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    expect(output).toContain(`latest points to ${otherAddress}, not to what was pushed`);
    expect(output).toMatch(
      /\[4\/4\] Read back: .*not every tag points to what was pushed: civilx-universe\/assets:latest/,
    );
  });

  test("reports a push that is denied after the preflight, with its fix", async () => {
    const greeting = join(clone, "examples", "universe", "greeting.txt");
    const text = readFileSync(greeting, "utf8");
    writeFileSync(greeting, "Good night\n");
    const { ended, waitForOutput } = start();
    const [, address = ""] =
      /ghcr\.io at (\S+),/.exec(await waitForOutput("[3/4] pulumi up")) ?? [];
    // The preflight opens an upload successfully; the push is denied all the same.
    await refuseManifests(address);
    const { code, output } = await ended;
    writeFileSync(greeting, text);
    expect(code).not.toBe(0);
    // BuildKit first sends a HEAD request, whose response has no message.
    expect(output).toContain("ghcr.io, authorization (ghcr-forbidden)");
    expect(output).toContain("Manage Actions access");
    expect(output).not.toContain(PUBLISHER_TOKEN);
  });

  test("does not touch a stack that another Pulumi process has locked", async () => {
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

  test("starts over if the state is damaged, and prints what the sandbox guide shows", async () => {
    const state = join(getBackendFolder(), "stacks", "pulumi-ghcr", "dev.json");
    truncateSync(state, 1000);
    const { code, output } = await start().ended;
    expect(code).toBe(0);
    // This is the only difference from the first run in a fresh clone.
    const startingOver = `[2/4] Sandbox\n      Starting over with an empty .sandbox: ${state} is damaged.\n`;
    expect(output).toContain(startingOver);
    expectShown("npm start", output.replace(startingOver, ""));
    expect(output).not.toContain("Outputs:");
    expect(output).toMatch(/under their digests \([^)]*\)\nNext:\n {2}npm run sandbox\n/);
  });
});

test("npm run sandbox prints its address as JSON, and exits with 0 when it is interrupted", async () => {
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
