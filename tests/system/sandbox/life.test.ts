import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

import type { Sandbox } from "../../../sandbox";
import { CONTROL_HEADER, startSandbox } from "../../../sandbox";
import { askGithub, seal, temporaryFolder } from "../../sandbox/world";
import { requireRegistryBinary } from "./running";

type Ready = Omit<Sandbox, "stop">;

const ROOT = resolve(__dirname, "../../..");

/** A copy of the sandbox's folder that only has the packages in its package.json. */
let copy: string;
let directory: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  copy = await temporaryFolder();
  await cp(join(ROOT, "sandbox"), copy, { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(copy, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(copy, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, "node_modules", name), link);
  }
});

afterAll(async () => {
  await rm(copy, { recursive: true });
});

beforeEach(async () => {
  directory = await temporaryFolder();
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
    await waitForExit(child);
  }
  await rm(directory, { recursive: true });
});

/** Starts the sandbox from the copy, as a separate process. */
async function startProcess(): Promise<{ child: ChildProcess; ready: Ready }> {
  const options = ["--directory", directory, "--registry", requireRegistryBinary()];
  const child = spawn(process.execPath, ["--import", "tsx", "main.ts", ...options], {
    cwd: copy,
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ready: JSON.parse(line) as Ready };
  }
  throw new Error("the sandbox ended before it was ready");
}

async function waitForExit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((done) => child.once("exit", done));
  }
  return child.exitCode;
}

/** The registry's socket: its folder is removed when the registry process ends. */
async function listRegistrySockets(): Promise<string[]> {
  const configuration = await readFile(join(directory, "registry.yaml"), "utf8");
  const folder = /addr: (.*)\/registry\.sock/.exec(configuration)?.[1] ?? "";
  expect(folder.startsWith(tmpdir())).toBe(true);
  return await readdir(folder).catch(() => []);
}

async function waitUntil(what: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 3000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((done) => setTimeout(done, 10));
  }
}

async function isRefused(address: string): Promise<boolean> {
  return await fetch(`http://${address}/`).then(
    () => false,
    () => true,
  );
}

it.each(["SIGTERM", "SIGINT", "the end of its input"])("stops cleanly on %s", async (how) => {
  const { child, ready } = await startProcess();
  expect(await listRegistrySockets()).toEqual(["registry.sock"]);
  if (how === "SIGTERM" || how === "SIGINT") child.kill(how);
  else child.stdin?.end();
  expect(await waitForExit(child)).toBe(0);
  expect(await isRefused(ready.address)).toBe(true);
  expect(await listRegistrySockets()).toEqual([]);
});

it("leaves no registry process after SIGKILL, and has its data and port at the next start", async () => {
  const { child, ready } = await startProcess();
  const origin = `http://${ready.address}`;
  await askGithub(origin, "POST", "/user/repos", { body: { name: "kept" } });
  const secrets = "/repos/F1bonacci66/kept/actions/secrets";
  const key = (await askGithub(origin, "GET", `${secrets}/public-key`)).body;
  const box = await seal("opened", String(key.key));
  const body = { encrypted_value: box, key_id: key.key_id };
  await askGithub(origin, "PUT", `${secrets}/TOKEN`, { body });
  // It is killed during requests, and must keep every change that it confirmed.
  const answered: string[] = [];
  const writers = Array.from({ length: 40 }, async (_, number) => {
    const name = `at-once-${number}`;
    const reply = await askGithub(origin, "POST", "/user/repos", { body: { name } });
    if (reply.status === 201) answered.push(name);
    if (answered.length === 10) child.kill("SIGKILL");
  });
  await Promise.allSettled(writers);
  await waitForExit(child);
  await waitUntil(async () => (await listRegistrySockets()).length === 0);

  const again = await startSandbox({ directory, registryBinary: requireRegistryBinary() });
  try {
    expect(again.address).toBe(ready.address);
    expect((await stat(again.controlKeyFile)).mode & 0o777).toBe(0o600);
    for (const name of ["kept", ...answered]) {
      expect((await askGithub(origin, "GET", `/repos/F1bonacci66/${name}`)).status).toBe(200);
    }
    expect(answered.length).toBeGreaterThanOrEqual(10);
    const controlKey = await readFile(again.controlKeyFile, "utf8");
    const headers = { [CONTROL_HEADER]: controlKey };
    const path = `${origin}/_sandbox/secrets/F1bonacci66/kept/TOKEN`;
    expect(await (await fetch(path, { headers })).json()).toMatchObject({ opened: "opened" });
  } finally {
    await again.stop();
  }
});

it("does not start twice in the same folder, but in another folder", async () => {
  const first = await startSandbox({ directory, registryBinary: requireRegistryBinary() });
  const otherFolder = await temporaryFolder();
  const other = await startSandbox({
    directory: otherFolder,
    registryBinary: requireRegistryBinary(),
  });
  try {
    expect(other.address).not.toBe(first.address);
    await expect(
      startSandbox({ directory, registryBinary: requireRegistryBinary() }),
    ).rejects.toThrow(
      `another sandbox is running on ${directory} (${first.address}): stop it first`,
    );
    expect((await askGithub(`http://${first.address}`, "GET", "/user")).status).toBe(200);
  } finally {
    await first.stop();
    await other.stop();
    await rm(otherFolder, { recursive: true });
  }
});

it("reports why the registry does not start, and releases the port", async () => {
  const missing = join(directory, "no-such-registry");
  await expect(startSandbox({ directory, registryBinary: missing })).rejects.toThrow(
    /the registry .*no-such-registry ended with code 127/,
  );
  const sandbox = await startSandbox({ directory, registryBinary: requireRegistryBinary() });
  await sandbox.stop();
});
