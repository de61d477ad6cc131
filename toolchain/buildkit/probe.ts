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
 * Whether the builder in use can build a small image and push it to the registry: a builder in a
 * container, for instance, often cannot reach a registry on this machine's loopback address. `settings`
 * is Docker's configuration folder.
 */
export async function canPush(
  docker: string,
  target: ProbeTarget,
  settings = userSettings(),
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-probe-"));
  try {
    symlinkSync(join(settings, "buildx"), join(folder, "buildx"));
    const auth = Buffer.from(`${target.username}:${target.password}`).toString("base64");
    const environment = linkSettings(folder, { auths: { [target.address]: { auth } } }, settings);
    const context = join(folder, "context");
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const image = `${target.address}/${target.repository}:probe`;
    const { code } = await run(docker, ["buildx", "build", "--push", "--tag", image, context], {
      environment: { ...environment, BUILDX_BUILDER: undefined },
      timeoutMilliseconds: 60_000,
    });
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The user's Docker configuration folder. */
function userSettings(): string {
  const { DOCKER_CONFIG } = process.env;
  return DOCKER_CONFIG === undefined || DOCKER_CONFIG === ""
    ? join(homedir(), ".docker")
    : DOCKER_CONFIG;
}

/**
 * Makes a folder Docker's configuration folder: with the contexts and plugins of another one, by default
 * the user's, and none of its credentials. Returns the variable that selects it.
 */
export function linkSettings(
  folder: string,
  own: Readonly<Record<string, unknown>> = {},
  settings = userSettings(),
): Environment {
  for (const name of ["contexts", "cli-plugins"]) {
    rmSync(join(folder, name), { force: true });
    symlinkSync(join(settings, name), join(folder, name));
  }
  const configuration = { ...readContext(join(settings, "config.json")), ...own };
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
