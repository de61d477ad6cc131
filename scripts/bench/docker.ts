import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../../core/process/child";
import type { Bench } from "./bench";

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Writes Docker's credentials, which skopeo reads, too. */
export function writeLogin(file: string, host: string, { username, password }: Login): void {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  writeFileSync(file, JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 });
}

/** The variables with which buildx uses the sandbox's BuildKit, and this login. */
export function createDockerConfig(
  bench: Bench,
  name: string,
  host: string,
  login: Login,
): Environment {
  const folder = bench.createFolder(name);
  const { DOCKER_CONFIG: user = join(homedir(), ".docker") } = process.env;
  const source = join(bench.world.environment.DOCKER_CONFIG ?? user, "buildx");
  cpSync(source, join(folder, "buildx"), { recursive: true });
  writeLogin(join(folder, "config.json"), host, login);
  return { DOCKER_CONFIG: folder };
}

/** Writes a file that no layer and no cache has yet. */
export function writeRandomFile(file: string, bytes: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, randomBytes(bytes));
}
