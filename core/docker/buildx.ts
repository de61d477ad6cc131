import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRecord, parseJson } from "../http/json";
import { onPath, run, type Environment } from "../process/child";

/** A builder that docker has in use, not yet tried. */
export interface DockerBuilder {
  /** The docker executable. */
  readonly docker: string;
  readonly name: string;
}

/** Docker's builder in use, if this machine has one of a kind that the provider works with. */
export async function findBuilderInUse(path?: string): Promise<DockerBuilder | undefined> {
  const docker = onPath("docker", path);
  if (docker === undefined) return undefined;
  const { code, output } = await run(docker, ["buildx", "inspect"], {
    timeoutMilliseconds: 15_000,
  });
  const driver = /^Driver:\s*(\S+)/m.exec(output)?.[1];
  const name = /^Name:\s*(\S+)/m.exec(output)?.[1];
  // The provider does not work with the driver that is built into the Docker daemon.
  if (code !== 0 || driver === undefined || driver === "docker" || name === undefined) {
    return undefined;
  }
  return { docker, name };
}

/** Whether a builder was chosen by `docker buildx use`. */
export function isBuilderChosen(environment: Environment): boolean {
  const docker = valueOf(environment.DOCKER_CONFIG) ?? join(homedir(), ".docker");
  const folder = valueOf(environment.BUILDX_CONFIG) ?? join(docker, "buildx");
  try {
    const current = parseJson(readFileSync(join(folder, "current"), "utf8"));
    return isRecord(current) && typeof current.Name === "string" && current.Name !== "";
  } catch {
    return false;
  }
}

/** To docker an empty variable is none. */
function valueOf(variable: string | undefined): string | undefined {
  return variable === "" ? undefined : variable;
}

/**
 * Writes a Docker configuration whose builder in use is the BuildKit behind a socket, so that a
 * program finds it without naming it: the files that `docker buildx create --use --global` leaves.
 */
export function writeBuilderInUse(folder: string, name: string, socket: string): void {
  const node = {
    Name: `${name}0`,
    Endpoint: `unix://${socket}`,
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
