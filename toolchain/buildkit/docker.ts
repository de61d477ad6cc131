import { findBuilderInUse } from "../../core/docker/buildx";
import type { Builder } from "./builder";
import { findDocker, pullBuildKit, startBuildKitContainer } from "./container";
import { findPushProblem, type ProbeTarget } from "./probe";

/** A Docker that may be able to build. */
export interface DockerCandidate {
  /** The docker executable. */
  readonly docker: string;
  /** The builder that it uses. Without one, BuildKit runs in a container. */
  readonly name?: string;
}

/** Docker's builder in use, or a daemon that has BuildKit's image, or can download it. */
export async function findDockerCandidate(
  say: (line: string) => void,
): Promise<DockerCandidate | undefined> {
  const inUse = await findBuilderInUse();
  if (inUse !== undefined) return inUse;
  const docker = await findDocker();
  return docker !== undefined && (await pullBuildKit(docker, say)) ? { docker } : undefined;
}

/** Docker's builder if it can push to the registry, or else BuildKit in a container that can. */
export async function openDockerBuilder(
  { docker, name }: DockerCandidate,
  directory: string,
  target: ProbeTarget,
  say: (line: string) => void,
): Promise<Builder | undefined> {
  if (name !== undefined) {
    const problem = await findPushProblem(docker, target);
    if (problem === undefined) {
      const stop = (): Promise<void> => Promise.resolve();
      return { description: `Docker's builder '${name}'`, environment: {}, stop };
    }
    say(`Docker's builder '${name}' cannot push to the sandbox: ${problem}`);
    // That builder may be on another machine, and this one may have no daemon.
    if ((await findDocker()) === undefined || !(await pullBuildKit(docker, say))) return undefined;
  }
  const builder = await startBuildKitContainer(docker, directory);
  const isStarted = typeof builder !== "string";
  const problem = isStarted
    ? await findPushProblem(docker, target, builder.environment)
    : `it did not start: ${builder}`;
  if (isStarted && problem === undefined) return builder;
  if (isStarted) await builder.stop();
  say(`BuildKit in Docker cannot be used: ${problem ?? ""}`);
  return undefined;
}
