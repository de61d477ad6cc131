import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeBuilderInUse } from "../../core/docker/buildx";
import { findOnPath, run } from "../../core/process/child";
import { buildkitd } from "../parts";
import type { Builder } from "./builder";
import { linkSettings } from "./probe";

/** BuildKit's own image, of the version that runs without Docker. */
const buildKitImage = `moby/buildkit:v${buildkitd.version}`;

const patient = { timeoutMilliseconds: 15_000 };

/** Docker's command line, if it has buildx and reaches a daemon that runs Linux containers. */
export async function findDocker(): Promise<string | undefined> {
  const docker = findOnPath("docker");
  if (docker === undefined) return undefined;
  const [daemon, buildx] = await Promise.all([
    run(docker, ["version", "--format", "{{.Server.Os}}"], patient),
    run(docker, ["buildx", "version"], patient),
  ]);
  const isUsable = daemon.code === 0 && daemon.stdout.trim() === "linux" && buildx.code === 0;
  return isUsable ? docker : undefined;
}

/** Receives what happens to BuildKit's image. */
export interface PullListener {
  onPull(image: string): void;
  onPullFailed(image: string, cause: string): void;
}

/** Downloads BuildKit's image if the daemon does not have it. Returns whether it has it then. */
export async function pullBuildKit(docker: string, listener?: PullListener): Promise<boolean> {
  const { code } = await run(docker, ["image", "inspect", buildKitImage], patient);
  if (code === 0) return true;
  listener?.onPull(buildKitImage);
  const pulled = await run(docker, ["pull", "--quiet", buildKitImage], {
    timeoutMilliseconds: 300_000,
  });
  if (pulled.code === 0) return true;
  listener?.onPullFailed(buildKitImage, pulled.output.trim().split("\n").at(-1) ?? "");
  return false;
}

const startMilliseconds = 20_000;

/**
 * Starts BuildKit in a container on this machine's network. The container is removed when this process
 * ends, however it ends: `docker run` passes the signal on, and the daemon removes the container. A
 * builder that buildx creates would stay behind.
 */
export async function startBuildKitContainer(
  docker: string,
  directory: string,
): Promise<Builder | undefined> {
  mkdirSync(directory, { recursive: true });
  const name = `pulumi-ghcr-buildkit-${randomUUID().slice(0, 8)}`;
  const configuration = join(directory, "docker");
  writeBuilderInUse(configuration, "pulumi-ghcr", `docker-container://${name}`);
  const environment = linkSettings(configuration);
  const stopping = new AbortController();
  const container = { hasEnded: false };
  const end = run(
    docker,
    ["run", "--rm", "--name", name, "--privileged", "--network", "host", buildKitImage],
    { log: join(directory, "buildkitd.log"), signal: stopping.signal, detached: true },
  ).then(() => {
    container.hasEnded = true;
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await end;
  };
  const deadline = Date.now() + startMilliseconds;
  const isReady = async (): Promise<boolean> => {
    const { code } = await run(docker, ["exec", name, "buildctl", "debug", "workers"], patient);
    return code === 0;
  };
  while (!(await isReady())) {
    if (container.hasEnded || Date.now() > deadline) {
      await stop();
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { description: `BuildKit ${buildkitd.version} in Docker`, environment, stop };
}
