import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { SandboxError } from "./sandboxError";

/** Nobody but the owner reads it: tokens, opened secrets and private keys lie in such files. */
export const PRIVATE = 0o600;
export const READABLE = 0o644;

/** The system's name of what went wrong, such as ENOENT. Not by class: there may be two of it. */
export function errorCode(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

/** Writes aside and renames, so that whoever reads, even after a kill, finds a whole file. */
export async function replaceFile(path: string, content: string, mode: number): Promise<void> {
  const temporaryPath = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporaryPath, content, { mode, flag: "wx" });
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}

/** The file's text, or null where there is none. */
export async function readIfExists(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * What a file of ours holds, or null where there is none. A damaged one is named and never quoted:
 * it may hold a private key or a token.
 */
export async function readJsonIfExists(path: string): Promise<unknown> {
  const text = await readIfExists(path);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SandboxError(`${path} is damaged: remove ${dirname(path)} to begin anew`);
  }
}

/** Writes the file unless there is one; gives what is there then. Of two at once, one wins. */
export async function writeOnce(path: string, content: string, mode: number): Promise<string> {
  const temporaryPath = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporaryPath, content, { mode, flag: "wx" });
    await link(temporaryPath, path);
    return content;
  } catch (error) {
    if (errorCode(error) === "EEXIST") {
      return await readFile(path, "utf8");
    }
    throw error;
  } finally {
    await rm(temporaryPath, { force: true });
  }
}
