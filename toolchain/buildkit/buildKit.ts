import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Builder } from "./builder";
import { writeBuilderInUse } from "../../core/docker/buildx";
import { run, type Outcome } from "../../core/process/child";
import { ToolchainError } from "../failure";
import { findRootlessObstacle, inUserNamespace } from "./rootless";

export interface BuildKitOptions {
  /** Where it keeps its layers, so that the next run finds them in the cache. */
  readonly directory: string;
  readonly buildkitd: string;
  readonly runc: string;
  readonly version: string;
}

const systemNames: Partial<Record<NodeJS.Platform, string>> = { darwin: "macOS", win32: "Windows" };

/** Why BuildKit cannot be started on this machine, if it cannot. */
export async function findBuildKitObstacle(
  platform: NodeJS.Platform = process.platform,
): Promise<ToolchainError | undefined> {
  if (platform !== "linux") {
    return new ToolchainError([
      {
        part: "buildkitd",
        cause: `BuildKit does not run on ${systemNames[platform] ?? platform} without Docker, and no Docker that reaches this machine's localhost was found`,
        fix: "start Docker Desktop and turn on host networking (Settings > Resources > Network), or run the command in WSL2 or on Linux.",
      },
    ]);
  }
  const obstacle = isRoot() ? undefined : await findRootlessObstacle();
  return obstacle === undefined ? undefined : new ToolchainError([obstacle]);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

const startMilliseconds = 20_000;

/** Starts a BuildKit daemon that ends with this process, however this process ends. */
export async function startBuildKit(options: BuildKitOptions): Promise<Builder> {
  const obstacle = await findBuildKitObstacle();
  if (obstacle !== undefined) throw obstacle;
  mkdirSync(options.directory, { recursive: true });
  // A socket's path is limited to about a hundred characters, and the clone's may be longer.
  const runtime = mkdtempSync(join(tmpdir(), "pulumi-ghcr-buildkit-"));
  const socket = join(runtime, "buildkitd.sock");
  const log = join(options.directory, "buildkitd.log");
  // An empty configuration: the machine's may set another worker or address.
  const configuration = join(runtime, "buildkitd.toml");
  writeFileSync(configuration, "");
  const stopping = new AbortController();
  const state: { ended?: Outcome } = {};
  const [command, ...prefix] = isRoot()
    ? [options.buildkitd]
    : [...inUserNamespace, options.buildkitd, "--rootless"];
  const end = run(
    command,
    [
      ...prefix,
      `--config=${configuration}`,
      `--root=${join(options.directory, "root")}`,
      `--addr=unix://${socket}`,
      "--containerd-worker=false",
      "--oci-worker=true",
      "--oci-worker-net=host",
      `--oci-worker-binary=${options.runc}`,
    ],
    {
      ...{ log, signal: stopping.signal, detached: true },
      // runc keeps its state here if it does not run as root.
      environment: { XDG_RUNTIME_DIR: runtime },
    },
  ).then((outcome) => {
    state.ended = outcome;
    rmSync(runtime, { recursive: true, force: true });
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await end;
  };
  const deadline = Date.now() + startMilliseconds;
  while (!(await isListening(socket))) {
    if (state.ended !== undefined || Date.now() > deadline) {
      await stop();
      throw new ToolchainError([
        {
          part: "buildkitd",
          cause: `BuildKit did not start: ${(state.ended?.output ?? "").trim().split("\n").slice(-3).join("\n      ")}`,
          fix: "read the log, and stop any other BuildKit that uses the same folder.",
          log,
        },
      ]);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const docker = join(options.directory, "docker");
  writeBuilderInUse(docker, "pulumi-ghcr", `unix://${socket}`);
  return {
    description: `BuildKit ${options.version}`,
    // The second variable would select other builders.
    environment: { DOCKER_CONFIG: docker, BUILDX_CONFIG: undefined },
    stop,
  };
}

function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.on("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.on("error", () => {
      resolve(false);
    });
  });
}
