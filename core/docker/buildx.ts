import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRecord, parseJson } from "../http/json";
import { findOnPath, run, type Environment } from "../process/child";

/** The builder that docker uses; it may not work. */
export interface DockerBuilder {
  /** The docker executable. */
  readonly docker: string;
  readonly name: string;
}

/** Docker's current builder, or a named one, if its driver works with the provider. */
export async function findBuilderInUse(
  path?: string,
  builder?: string,
): Promise<DockerBuilder | undefined> {
  const docker = findOnPath("docker", path);
  if (docker === undefined) return undefined;
  const { code, output } = await run(
    docker,
    ["buildx", "inspect", ...(builder === undefined ? [] : [builder])],
    {
      timeoutMilliseconds: 15_000,
      // The provider does not read this variable.
      environment: { BUILDX_BUILDER: undefined },
    },
  );
  const driver = /^Driver:\s*(\S+)/m.exec(output)?.[1];
  const name = /^Name:\s*(\S+)/m.exec(output)?.[1];
  // The provider does not support the driver that is built into the Docker daemon.
  if (code !== 0 || driver === undefined || driver === "docker" || name === undefined) {
    return undefined;
  }
  return { docker, name };
}

/** Whether `docker buildx use` selected a builder. */
export function isBuilderChosen(environment: Environment): boolean {
  const docker = nonEmpty(environment.DOCKER_CONFIG) ?? join(homedir(), ".docker");
  const folder = nonEmpty(environment.BUILDX_CONFIG) ?? join(docker, "buildx");
  try {
    const current = parseJson(readFileSync(join(folder, "current"), "utf8"));
    return isRecord(current) && typeof current.Name === "string" && current.Name !== "";
  } catch {
    return false;
  }
}

/** To docker, an empty variable counts as unset. */
function nonEmpty(variable: string | undefined): string | undefined {
  return variable === "" ? undefined : variable;
}

/**
 * Writes a Docker configuration whose current builder is the BuildKit at an endpoint, so that a program
 * uses it by default: the files that `docker buildx create --use --global` creates.
 */
export function writeBuilderInUse(folder: string, name: string, endpoint: string): void {
  const node = {
    Name: `${name}0`,
    Endpoint: endpoint,
    Platforms: null,
    DriverOpts: null,
    Flags: null,
    Files: null,
  };
  mkdirSync(join(folder, "buildx", "instances"), { recursive: true });
  writeFileSync(
    join(folder, "buildx", "instances", name),
    JSON.stringify({ Name: name, Driver: "remote", Nodes: [node], Dynamic: false }),
  );
  writeFileSync(
    join(folder, "buildx", "current"),
    JSON.stringify({ Key: "", Name: name, Global: true }),
  );
  writeFileSync(join(folder, "config.json"), "{}");
}
