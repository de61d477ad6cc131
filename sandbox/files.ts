import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { SandboxError } from "./sandboxError";

/** Readable by the owner only: for files with tokens, decrypted secrets and private keys. */
export const PRIVATE = 0o600;
export const READABLE = 0o644;

/**
 * The system's error code, such as ENOENT. Without `instanceof`: there may be two Error classes.
 */
export function errorCode(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

/** Writes a temporary file and renames it, so that readers always find a complete file. */
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

/** The file's text, or null if it does not exist. */
export async function readIfExists(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * The file's JSON, or null if it does not exist. An error names a damaged file and never quotes it:
 * it may contain a private key or a token.
 */
export async function readJsonIfExists(path: string): Promise<unknown> {
  const text = await readIfExists(path);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SandboxError(`${path} is damaged: remove ${dirname(path)} to start over`);
  }
}

/** Writes the file unless it exists, and returns its content. Of two concurrent writes one wins. */
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
