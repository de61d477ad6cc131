import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../../core/process/child";
import { UserError } from "../errors";
import { readVariable } from "../variables";
import type { StackOptions } from "./pulumi";
import { stackFileName, readTextIfExists } from "./stackFile";

/**
 * The file of the passphrase that init creates, for all of this user's stacks without a service.
 */
export function passphraseFile(environment: Environment): string {
  const home = readVariable(environment, "PULUMI_HOME") ?? join(homedir(), ".pulumi");
  return join(home, "pulumi-ghcr-passphrase");
}

/** Whether the user set a passphrase; an empty one counts. */
function hasPassphrase({
  PULUMI_CONFIG_PASSPHRASE,
  PULUMI_CONFIG_PASSPHRASE_FILE,
}: Environment): boolean {
  return PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
}

/** Adds the passphrase that init created, unless the user set one. */
export function withPassphrase(environment: Environment): Environment {
  const file = passphraseFile(environment);
  if (hasPassphrase(environment) || !existsSync(file)) return environment;
  return { ...environment, PULUMI_CONFIG_PASSPHRASE_FILE: file };
}

/**
 * The file that init created, if it decrypts the stack's secrets and the user set no passphrase.
 */
export function findGeneratedPassphrase(
  environment: Environment,
  fileText: string,
): string | undefined {
  const file = passphraseFile(environment);
  const isInUse = /^encryptionsalt:/m.test(fileText) && !hasPassphrase(environment);
  return isInUse && existsSync(file) ? file : undefined;
}

/** The same for a stack, in the user's own shell. */
export function findPassphrase({
  program,
  stack,
}: Pick<StackOptions, "program" | "stack">): string | undefined {
  return findGeneratedPassphrase(
    process.env,
    readTextIfExists(join(program, stackFileName(stack))),
  );
}

/**
 * Makes sure that there is a passphrase if the secrets need one. Returns its file if init created
 * it.
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

/** Creates the file unless another init did so meanwhile: its passphrase may already be in use. */
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
