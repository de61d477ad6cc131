import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { createStagingFolder, cacheFolder, publish } from "./cache";
import { run, type Environment } from "../core/process/child";
import { ToolchainError } from "./failure";

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
 * Puts the language host beside the command line (a host on PATH makes it warn), and the plugins in
 * a separate Pulumi home.
 */
export async function prepareHome(options: HomeOptions): Promise<Home> {
  const home = homeFolder(options.key, options.cache);
  if (!existsSync(home)) {
    const staging = createStagingFolder(home);
    const bin = join(staging, "bin");
    mkdirSync(bin);
    if (options.languageHost !== undefined) {
      linkBinary(options.pulumi, bin);
      linkBinary(options.languageHost, bin);
    }
    const environment = createEnvironment(staging);
    for (const plugin of options.plugins) {
      await installPlugin(options.pulumi, plugin, environment);
    }
    publish(staging, home);
  }
  const linked = join(home, "bin", basename(options.pulumi));
  return {
    environment: createEnvironment(home),
    pulumi: options.languageHost === undefined ? options.pulumi : linked,
  };
}

/** Links a binary into a folder, or copies it if the two are on different disks. */
function linkBinary(binary: string, folder: string): void {
  const target = join(folder, basename(binary));
  try {
    linkSync(binary, target);
  } catch {
    copyFileSync(binary, target);
  }
}

async function installPlugin(
  pulumi: string,
  plugin: Plugin,
  environment: Environment,
): Promise<void> {
  const file = plugin.binary === undefined ? [] : ["--file", plugin.binary];
  const { code, output } = await run(
    pulumi,
    ["plugin", "install", "resource", plugin.name, plugin.version, ...file, "--reinstall"],
    { environment, timeoutMilliseconds: 300_000 },
  );
  if (code !== 0) {
    throw new ToolchainError([
      {
        part: `plugin ${plugin.name} ${plugin.version}`,
        cause: `pulumi plugin install failed: ${output.trim()}`,
        fix: "start over with: npm run toolchain -- --rebuild",
      },
    ]);
  }
}

function createEnvironment(home: string): Environment {
  return {
    PATH: [join(home, "bin"), process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // As in tsconfig.pulumi.json: the language host that is built here is too old for the option
    // `tsconfig` in Pulumi.yaml.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}
