import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { run, type Environment } from "../../core/process/child";

/** A registry to test a builder with, and the credentials to push to it. */
export interface ProbeTarget {
  readonly address: string;
  readonly repository: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Why a builder cannot build a small image and push it to the registry, if it cannot: one in a
 * container, for instance, often cannot reach a registry on this machine's loopback address. The
 * environment selects the builder; the default is the user's.
 */
export async function findPushProblem(
  docker: string,
  target: ProbeTarget,
  selection: Environment = {},
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-probe-"));
  const settings = selection.DOCKER_CONFIG ?? userSettings();
  try {
    symlinkSync(join(settings, "buildx"), join(folder, "buildx"));
    const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
    const auths = { [target.address]: { auth } };
    const { DOCKER_CONFIG } = linkSettings(folder, { auths }, settings);
    const context = join(folder, "context");
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const image = `${target.address}/${target.repository}:probe`;
    const built = await run(docker, ["buildx", "build", "--push", "--tag", image, context], {
      environment: { ...selection, DOCKER_CONFIG, BUILDX_BUILDER: undefined },
      timeoutMilliseconds: 60_000,
      // Ctrl-C must not look as if Docker failed.
      detached: true,
    });
    return built.code === 0 ? undefined : lastLine(built.output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}

/** The user's Docker configuration folder. */
function userSettings(): string {
  const { DOCKER_CONFIG } = process.env;
  return DOCKER_CONFIG === undefined || DOCKER_CONFIG === ""
    ? join(homedir(), ".docker")
    : DOCKER_CONFIG;
}

/**
 * Turns a folder into a Docker configuration folder that shares the contexts and plugins of another
 * one, by default the user's, but not its credentials. Returns the variables that select it.
 */
export function linkSettings(
  folder: string,
  own: Readonly<Record<string, unknown>> = {},
  settings = userSettings(),
): Environment {
  // A terminal that loaded the sandbox's variables has this very folder in DOCKER_CONFIG.
  const shared = settings === folder ? join(homedir(), ".docker") : settings;
  for (const name of ["contexts", "cli-plugins"]) {
    rmSync(join(folder, name), { recursive: true, force: true });
    symlinkSync(join(shared, name), join(folder, name));
  }
  const configuration = { ...readContext(join(shared, "config.json")), ...own };
  writeFileSync(join(folder, "config.json"), JSON.stringify(configuration), { mode: 0o600 });
  // This variable would select other builders.
  return { DOCKER_CONFIG: folder, BUILDX_CONFIG: undefined };
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
