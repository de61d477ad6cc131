import { createHash } from "node:crypto";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { createStagingFolder, cacheFolder, linkBinary, publish } from "../cache";
import { run, type Environment } from "../../core/process/child";
import { ToolchainError } from "../failure";
import { pulumi } from "../parts";

/**
 * A provider plugin: its name and version, and the binary to install, unless Pulumi downloads it.
 */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly binary?: string;
}

export interface HomeOptions {
  readonly pulumi: string;
  /** The language host to put beside it; absent if the machine's installation has one. */
  readonly languageHost?: string;
  readonly plugins: readonly Plugin[];
  /** Identifies the set of binaries. */
  readonly key: string;
  readonly cache?: string;
}

export interface Home {
  /** The variables with which `pulumi` finds the binaries, and downloads none. */
  readonly environment: Environment;
  /** The command line to run: the one beside its language host. */
  readonly pulumi: string;
}

/** The Pulumi home for this set of binaries, separate from the user's. */
export function homeFolder(key: string, cache = cacheFolder()): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return join(cache, "engine", `home-${hash}`);
}

/**
 * Makes a Pulumi home, separate from the user's, with the command line where `npx pulumi` looks for
 * it, its language host beside it (a host on PATH makes it warn), and the plugins.
 */
export async function prepareHome(options: HomeOptions): Promise<Home> {
  const home = homeFolder(options.key, options.cache);
  const { languageHost, pulumi: cli } = options;
  if (!existsSync(home)) {
    const staging = createStagingFolder(home);
    const bin = binFolder(staging);
    mkdirSync(bin, { recursive: true });
    if (languageHost === undefined) {
      // Its language hosts are beside the original.
      symlinkSync(cli, join(bin, basename(cli)));
    } else {
      for (const binary of [cli, languageHost]) linkBinary(binary, join(bin, basename(binary)));
    }
    await installPlugins(cli, options.plugins, staging);
    publish(staging, home);
  }
  return { environment: createEnvironment(home), pulumi: join(binFolder(home), basename(cli)) };
}

/** Where the npm package `pulumi` looks for the command line. */
function binFolder(home: string): string {
  return join(home, "versions", pulumi.version, "bin");
}

/** Installs the plugins that a Pulumi home does not have yet. */
export async function installPlugins(
  cli: string,
  plugins: readonly Plugin[],
  home: string,
): Promise<void> {
  for (const { name, version, binary } of plugins) {
    if (existsSync(join(home, "plugins", `resource-${name}-v${version}`))) continue;
    const file = binary === undefined ? [] : ["--file", binary];
    const { code, output } = await run(
      cli,
      ["plugin", "install", "resource", name, version, ...file],
      { environment: createEnvironment(home), timeoutMilliseconds: 300_000 },
    );
    if (code === 0) continue;
    throw new ToolchainError([
      {
        part: `plugin ${name} ${version}`,
        cause: `pulumi plugin install failed: ${output.trim()}`,
        fix: "start over with: npm run toolchain -- --rebuild",
      },
    ]);
  }
}

function createEnvironment(home: string): Environment {
  return {
    PATH: [binFolder(home), process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
