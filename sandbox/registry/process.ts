import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { stringify } from "yaml";

import { PRIVATE, replaceFile } from "../files";
import { SandboxError } from "../sandboxError";

export interface RegistryProcess {
  /** The unix socket that it listens on, which only the front can reach. */
  socketPath: string;
  stop(): Promise<void>;
}

/**
 * A shell script that runs the registry until its standard input closes, which it does when the
 * sandbox ends, even by kill -9. It also ends with the registry, so that a failure is detected.
 */
const KEEPER = `
exec 3<&0
"$1" serve "$2" </dev/null 3<&- &
registry=$!
{ while read -r line; do :; done; kill -9 "$registry" 2>/dev/null; } <&3 &
watcher=$!
exec 3<&- </dev/null
wait "$registry"
code=$?
kill "$watcher" 2>/dev/null
rm -f "$3"
rmdir "$4"
exit $code
`;

const START_MILLISECONDS = 10_000;
const STOP_MILLISECONDS = 5_000;

export async function startRegistry(
  binary: string,
  directory: string,
  secret: string,
): Promise<RegistryProcess> {
  // A socket's path is limited to about a hundred bytes, so it cannot be in the sandbox's
  // directory.
  const socketFolder = await mkdtemp(join(tmpdir(), "ghcr-sandbox-"));
  const socketPath = join(socketFolder, "registry.sock");
  const configuration = join(directory, "registry.yaml");
  await replaceFile(
    configuration,
    stringify(registrySettings(directory, socketPath, secret)),
    PRIVATE,
  );

  const logFile = join(directory, "registry.log");
  const log = openSync(logFile, "w", PRIVATE);
  const keeper = spawn(
    "/bin/sh",
    ["-c", KEEPER, "registry-keeper", binary, configuration, socketPath, socketFolder],
    {
      stdio: ["pipe", log, log],
      // A separate process group: the sandbox gets Ctrl-C, and then stops the registry.
      detached: true,
      // Without the user's REGISTRY_… variables, which would override the configuration.
      env: { PATH: process.env.PATH, OTEL_TRACES_EXPORTER: "none" },
    },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    keeper.once("close", () => {
      resolve();
    });
    keeper.once("error", () => {
      resolve();
    });
  });
  // An error of the pipe must not end the process.
  keeper.stdin?.on("error", () => undefined);

  const stop = async (): Promise<void> => {
    const { pid } = keeper;
    const force = setTimeout(() => {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    }, STOP_MILLISECONDS);
    keeper.stdin?.end();
    await ended;
    clearTimeout(force);
  };
  try {
    await waitUntilReady(keeper, socketPath, binary, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath, stop };
}

function registrySettings(directory: string, socketPath: string, secret: string): unknown {
  return {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: join(directory, "registry") },
      cache: { blobdescriptor: "inmemory" },
      // ghcr.io does not delete with this API.
      delete: { enabled: false },
    },
    http: {
      net: "unix",
      addr: socketPath,
      // Without the host: the caller may use either scheme.
      relativeurls: true,
      secret,
    },
  };
}

async function waitUntilReady(
  keeper: ChildProcess,
  socketPath: string,
  binary: string,
  logFile: string,
): Promise<void> {
  const failures: Error[] = [];
  keeper.once("error", (error) => failures.push(error));
  keeper.once("close", (code) => {
    const how = code === null ? "a signal" : `code ${code}`;
    failures.push(new Error(`the registry ${binary} ended with ${how}: see ${logFile}`));
  });
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    if (await ping(socketPath)) return;
    if (failures[0] !== undefined) throw failures[0];
    if (Date.now() > deadline) {
      throw new SandboxError(`the registry ${binary} does not answer: see ${logFile}`);
    }
    await delay(5);
  }
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ socketPath, path: "/v2/", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.once("error", () => {
      resolve(false);
    });
    probe.end();
  });
}
