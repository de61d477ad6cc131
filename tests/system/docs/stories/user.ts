import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Newcomer } from "../newcomer";

export interface User {
  /** Where Pulumi and pulumi-ghcr store the user's files. */
  readonly pulumiHome: string;
  /** The variables in which the user's terminal differs from the newcomer's. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A Pulumi home that has only the command line, where npx looks for it. */
export function createPulumiHome(newcomer: Newcomer, ...parts: readonly string[]): string {
  const pulumiHome = newcomer.pathBeside(...parts);
  mkdirSync(pulumiHome, { recursive: true });
  linkFolder(newcomer, pulumiHome, "versions");
  return pulumiHome;
}

/** Links a folder of the sandbox's Pulumi home into another. */
function linkFolder(newcomer: Newcomer, pulumiHome: string, folder: string): void {
  symlinkSync(join(newcomer.getVariable("PULUMI_HOME"), folder), join(pulumiHome, folder));
}

/** A user with a home folder, whose state is there, and who has set no passphrase. */
export function createUser(newcomer: Newcomer, name: string): User {
  const home = newcomer.pathBeside("users", name);
  const backend = join(home, "state");
  mkdirSync(backend, { recursive: true });
  const pulumiHome = createPulumiHome(newcomer, "users", name, ".pulumi");
  linkFolder(newcomer, pulumiHome, "plugins");
  const environment = {
    ...{ HOME: home, PULUMI_HOME: pulumiHome, PULUMI_BACKEND_URL: `file://${backend}` },
    PULUMI_CONFIG_PASSPHRASE: undefined,
  };
  return { pulumiHome, environment };
}
