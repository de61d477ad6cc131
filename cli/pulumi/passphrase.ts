import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../../core/process/child";
import { UserError } from "../errors";
import { variable } from "../variables";
import type { StackOptions } from "./pulumi";
import { stackFileName, readTextIfExists } from "./stackFile";

/** A passphrase that init made, for all stacks that this user keeps without a service. */
export function passphraseFile(environment: Environment): string {
  const home = variable(environment, "PULUMI_HOME") ?? join(homedir(), ".pulumi");
  return join(home, "pulumi-ghcr-passphrase");
}

/** Whether somebody said already by what the secrets are encrypted; an empty passphrase is one too. */
function hasPassphrase({
  PULUMI_CONFIG_PASSPHRASE,
  PULUMI_CONFIG_PASSPHRASE_FILE,
}: Environment): boolean {
  return PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
}

/** The variables with the passphrase that init made, where nobody named one. */
export function withPassphrase(environment: Environment): Environment {
  const file = passphraseFile(environment);
  if (hasPassphrase(environment) || !existsSync(file)) return environment;
  return { ...environment, PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

/** The file that init made, where a stack's secrets are opened by it and nobody named another. */
export function generatedPassphrase(
  environment: Environment,
  fileText: string,
): string | undefined {
  const file = passphraseFile(environment);
  const isInUse = /^encryptionsalt:/m.test(fileText) && !hasPassphrase(environment);
  return isInUse && existsSync(file) ? file : undefined;
}

/** The same for a stack, as the person's own shell would need it. */
export function passphraseFor({
  program,
  stack,
}: Pick<StackOptions, "program" | "stack">): string | undefined {
  return generatedPassphrase(process.env, readTextIfExists(join(program, stackFileName(stack))));
}

/**
 * Sees to it that there is a passphrase where the secrets need one. Gives the file, if one is in use
 * that init made.
 */
export function preparePassphrase(
  environment: Environment,
  backend: string,
  fileText: string,
): string | undefined {
  const isService = /^https?:/.test(backend);
  const isOtherProvider = /^secretsprovider:/m.test(fileText);
  if (isService || isOtherProvider || hasPassphrase(environment)) return undefined;
  const file = passphraseFile(environment);
  if (existsSync(file)) return file;
  if (/^encryptionsalt:/m.test(fileText)) {
    throw new UserError(
      "PULUMI_CONFIG_PASSPHRASE is not set, and the stack's secrets are encrypted with a passphrase; set it, or set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
    );
  }
  createPassphrase(file);
  return file;
}

/** The first one stays: another init that made it meanwhile has encrypted by it. */
export function createPassphrase(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(partial, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}
