import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeBuilderInUse } from "../../core/docker/buildx";
import { findOnPath, run } from "../../core/process/child";
import { buildkitd } from "../parts";
import type { Builder } from "./builder";
import { lastLine, linkSettings } from "./probe";

/** BuildKit's own image, of the version that runs without Docker. */
const buildKitImage = `moby/buildkit:v${buildkitd.version}`;

/** Ctrl-C must not look as if Docker failed. */
const patient = { timeoutMilliseconds: 15_000, detached: true };

/**
 * Docker's command line, if it has buildx and reaches a daemon on this machine that runs Linux
 * containers. Another machine could not reach this one's localhost.
 */
export async function findDocker(): Promise<string | undefined> {
  const docker = findOnPath("docker");
  if (docker === undefined) return undefined;
  const [context, daemon, buildx] = await Promise.all([
    run(docker, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], patient),
    run(docker, ["version", "--format", "{{.Server.Os}}"], patient),
    run(docker, ["buildx", "version"], patient),
  ]);
  const isLocal = /^(unix|npipe):/.test(context.stdout);
  const isLinux = daemon.code === 0 && daemon.stdout.trim() === "linux";
  return isLocal && isLinux && buildx.code === 0 ? docker : undefined;
}

/** Downloads BuildKit's image if the daemon does not have it. Returns whether it has it then. */
export async function pullBuildKit(docker: string, say: (line: string) => void): Promise<boolean> {
  const { code } = await run(docker, ["image", "inspect", buildKitImage], patient);
  if (code === 0) return true;
  say(`Downloading ${buildKitImage}. This takes about a minute.`);
  const pulled = await run(docker, ["pull", "--quiet", buildKitImage], {
    ...patient,
    timeoutMilliseconds: 300_000,
  });
  if (pulled.code === 0) return true;
  say(`Not downloaded: ${buildKitImage}: ${lastLine(pulled.output)}. Continuing without Docker.`);
  return false;
}

const startMilliseconds = 20_000;

/**
 * Starts BuildKit in a container on this machine's network, or returns why it did not start. Unlike a
 * builder that buildx creates, the container ends with this process even if that is killed: `docker run`
 * passes the signal on, and the daemon removes the container.
 */
export async function startBuildKitContainer(
  docker: string,
  directory: string,
): Promise<Builder | string> {
  mkdirSync(directory, { recursive: true });
  const name = `pulumi-ghcr-buildkit-${randomUUID().slice(0, 8)}`;
  const configuration = join(directory, "docker");
  writeBuilderInUse(configuration, "pulumi-ghcr", `docker-container://${name}`);
  const environment = linkSettings(configuration);
  const stopping = new AbortController();
  const container: { output?: string } = {};
  const end = run(
    docker,
    ["run", "--rm", "--name", name, "--privileged", "--network", "host", buildKitImage],
    { log: join(directory, "buildkitd.log"), signal: stopping.signal, detached: true },
  ).then(({ output }) => {
    container.output = output;
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await end;
    // It still exists if it was stopped while it was created.
    await run(docker, ["rm", "--force", "--volumes", name], patient);
  };
  const deadline = Date.now() + startMilliseconds;
  const isReady = async (): Promise<boolean> => {
    const { code } = await run(docker, ["exec", name, "buildctl", "debug", "workers"], patient);
    return code === 0;
  };
  while (!(await isReady())) {
    if (container.output !== undefined || Date.now() > deadline) {
      await stop();
      return lastLine(container.output ?? "");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { description: `BuildKit ${buildkitd.version} in Docker`, environment, stop };
}
