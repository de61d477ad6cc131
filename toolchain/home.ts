import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { asideFolder, cacheFolder, publish } from "./cache";
import { run, type Environment } from "../core/process/child";
import { EngineFailure } from "./failure";

/** A provider plugin: its name and version, and the binary to install, unless Pulumi downloads it. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly binary?: string;
}

export interface HomeOptions {
  readonly pulumi: string;
  /** The language host to put beside it; none where the machine's own installation serves. */
  readonly languageHost?: string;
  readonly plugins: readonly Plugin[];
  /** What tells one set of binaries from another. */
  readonly key: string;
  readonly cache?: string;
}

export interface Home {
  /** The variables with which `pulumi` finds all of it and asks the network for nothing. */
  readonly environment: Environment;
  /** The command line to run: the one that its language host lies beside. */
  readonly pulumi: string;
}

/** The folder in which Pulumi's own files for this set of binaries lie: apart from the user's. */
export function homeFolder(key: string, cache = cacheFolder()): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return join(cache, "engine", `home-${hash}`);
}

/**
 * Puts the command line, its language host and the plugins where the command line looks for them:
 * the host beside it (one found on PATH makes it warn), the plugins in a Pulumi home of their own.
 */
export async function furnishHome(options: HomeOptions): Promise<Home> {
  const home = homeFolder(options.key, options.cache);
  if (!existsSync(home)) {
    const aside = asideFolder(home);
    const bin = join(aside, "bin");
    mkdirSync(bin);
    if (options.languageHost !== undefined) {
      place(options.pulumi, bin);
      place(options.languageHost, bin);
    }
    const environment = homeEnvironment(aside);
    for (const plugin of options.plugins) {
      await installPlugin(options.pulumi, plugin, environment);
    }
    publish(aside, home);
  }
  const own = join(home, "bin", basename(options.pulumi));
  return {
    environment: homeEnvironment(home),
    pulumi: options.languageHost === undefined ? options.pulumi : own,
  };
}

/** Links a binary into a folder; a copy where the two are on different disks. */
function place(binary: string, folder: string): void {
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
    throw new EngineFailure([
      {
        part: `plugin ${plugin.name} ${plugin.version}`,
        cause: `pulumi plugin install said: ${output.trim()}`,
        fix: "run 'npm run toolchain -- --rebuild' to start over.",
      },
    ]);
  }
}

function homeEnvironment(home: string): Environment {
  return {
    PATH: [join(home, "bin"), process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // What tsconfig.pulumi.json asks for. The language host that is built here is older than the
    // option `tsconfig` of Pulumi.yaml reaches.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}
