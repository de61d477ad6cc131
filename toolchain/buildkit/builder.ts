import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerBuilder } from "../../core/docker/buildx";
import { run, type Environment } from "../../core/process/child";

/** A BuildKit that is ready to build and push, and the environment variables that select it. */
export interface Builder {
  /** For output: "Docker's builder 'ci'" or "BuildKit 0.31.1". */
  readonly description: string;
  readonly environment: Environment;
  stop(): Promise<void>;
}

/** A registry to test a builder with, and the credentials to push to it. */
export interface ProbeTarget {
  readonly address: string;
  readonly repository: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The machine's builder, if it can build a small image and push it to the registry: a builder in a
 * container, for instance, often cannot reach a registry on this machine's loopback address.
 */
export async function tryMachineBuilder(
  { docker, name }: DockerBuilder,
  target: ProbeTarget,
): Promise<Builder | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-probe-"));
  try {
    const environment = writeProbeConfiguration(folder, target);
    const context = join(folder, "context");
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const image = `${target.address}/${target.repository}:probe`;
    const built = await run(docker, ["buildx", "build", "--push", "--tag", image, context], {
      environment,
      timeoutMilliseconds: 60_000,
    });
    if (built.code !== 0) return undefined;
    return {
      description: `Docker's builder '${name}'`,
      environment: {},
      stop: () => Promise.resolve(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A Docker configuration with the user's builders and contexts, and none of the user's credentials.
 */
function writeProbeConfiguration(folder: string, target: ProbeTarget): Environment {
  const userFolder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  for (const name of ["buildx", "contexts", "cli-plugins"]) {
    symlinkSync(join(userFolder, name), join(folder, name));
  }
  const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
  const configuration = {
    ...readContext(join(userFolder, "config.json")),
    auths: { [target.address]: { auth } },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(configuration), { mode: 0o600 });
  return { DOCKER_CONFIG: folder };
}

function readContext(file: string): Record<string, unknown> {
  try {
    const { currentContext, cliPluginsExtraDirs } = JSON.parse(
      readFileSync(file, "utf8"),
    ) as Record<string, unknown>;
    return { currentContext, cliPluginsExtraDirs };
  } catch {
    // Most machines have no such file: Docker then uses its default context.
    return {};
  }
}
