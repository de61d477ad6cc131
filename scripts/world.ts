import { copyFileSync, chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { openDockerBuilder, startBuildKit } from "../toolchain";
import type { Builder, DockerCandidate, Shell, Toolchain } from "../toolchain";
import type { Environment } from "../core/process/child";
import type { Steps } from "../cli/ui/steps";
import { PUBLISHER_TOKEN, SEED_OWNER, startSandbox, type Sandbox } from "../sandbox";

/** The sandbox, a builder, and the environment in which a plain `pulumi up` uses them. */
export interface World {
  readonly sandbox: Sandbox;
  readonly builder: Builder;
  readonly environment: Environment;
  /** The folder of Pulumi's file backend. */
  readonly backend: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  /** The folder that a second run reuses. */
  readonly directory: string;
  readonly toolchain: Toolchain;
  readonly candidate: DockerCandidate | undefined;
  /** Shows a line. */
  readonly say?: (line: string) => void;
}

/** The passphrase of the sandbox's stack, which guards only sample tokens. */
const passphrase = "sandbox";

/** Opens a world as a step: shows where the sandbox listens and what builds. */
export async function worldStep(steps: Steps, open: () => Promise<World>): Promise<World> {
  steps.begin("Sandbox");
  const world = await open();
  steps.done(`GitHub and ghcr.io at ${world.sandbox.address}, ${world.builder.description}`);
  return world;
}

/** Starts a sandbox, with a builder that was verified to push to it. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { directory, toolchain } = options;
  mkdirSync(join(directory, "pulumi"), { recursive: true });
  placeBase(join(directory, "base"), toolchain.shell);
  const sandbox = await startSandbox({ directory, registryBinary: toolchain.registry });
  try {
    const builder = await openBuilder(options, sandbox);
    return {
      sandbox,
      builder,
      backend: join(directory, "pulumi"),
      environment: {
        ...toolchain.environment,
        ...builder.environment,
        ...variables(directory, sandbox),
      },
      stop: async () => {
        await builder.stop();
        await sandbox.stop();
      },
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

async function openBuilder(
  { directory: parent, toolchain, candidate, say = () => undefined }: WorldOptions,
  sandbox: Sandbox,
): Promise<Builder> {
  const directory = join(parent, "buildkit");
  if (candidate !== undefined) {
    const target = {
      address: sandbox.address,
      repository: `${SEED_OWNER.toLowerCase()}/probe`,
      username: SEED_OWNER,
      password: PUBLISHER_TOKEN,
    };
    const usable = await openDockerBuilder(candidate, directory, target, say);
    if (usable !== undefined) return usable;
  }
  return startBuildKit({ directory, ...(await toolchain.buildKit()) });
}

/** Creates a root folder with only a shell, for images that start from one. */
function placeBase(folder: string, { program, libraries }: Shell): void {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (const [source, target] of [
    [program, join("bin", "sh")] as const,
    ...libraries.map((library) => [library, join("lib", basename(library))] as const),
  ]) {
    mkdirSync(dirname(join(partial, target)), { recursive: true });
    copyFileSync(source, join(partial, target));
    chmodSync(join(partial, target), 0o755);
  }
  renameSync(partial, folder);
}

function variables(directory: string, sandbox: Sandbox): Environment {
  return {
    GITHUB_BASE_URL: `https://${sandbox.address}/`,
    GHCR_REGISTRY: sandbox.address,
    PULUMI_BACKEND_URL: pathToFileURL(join(directory, "pulumi")).href,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    ...withoutProxy(process.env),
    SSL_CERT_FILE: sandbox.certificateBundleFile,
    NODE_EXTRA_CA_CERTS: sandbox.certificateBundleFile,
    // The user's own tokens and accounts do not belong in a sandbox.
    GITHUB_TOKEN: undefined,
    GH_TOKEN: undefined,
    GITHUB_OWNER: undefined,
    GITHUB_ORGANIZATION: undefined,
    GHCR_TOKEN: undefined,
    GHCR_PULL_TOKEN: undefined,
    PULUMI_ACCESS_TOKEN: undefined,
  };
}

/**
 * Exempts this machine from the proxy: Pulumi's own gRPC calls to the program go through
 * `http_proxy` unless `no_proxy` names the address.
 */
function withoutProxy({
  no_proxy,
  NO_PROXY,
}: Readonly<Record<string, string | undefined>>): Environment {
  const exempt = [no_proxy ?? NO_PROXY, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(",");
  return { no_proxy: exempt, NO_PROXY: exempt };
}
