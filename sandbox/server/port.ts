import { createHmac, randomBytes } from "node:crypto";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { PRIVATE, errorCode, writeOnce } from "../files";
import { SandboxError } from "../sandboxError";
import type { Front } from "./front";

/** A stopped or busy program must not delay a start for longer. */
const ASK_MILLISECONDS = 2000;

/**
 * Listens on the directory's port: image references contain it, so it stays the same from start to
 * start. It is the lock, too: the system lets one process listen, and releases the port when it
 * ends. Each chosen port is in a numbered file, and the last one counts: a
 * file can be created only once, so two concurrent starts never choose differently.
 */
export async function listenOnSavedPort(
  directory: string,
  front: Front,
  key: string,
): Promise<number> {
  const folder = join(directory, "ports");
  await mkdir(folder, { recursive: true });
  let choice = await readLastChoice(folder);
  for (;;) {
    const saved =
      choice === 0 ? null : parsePort(await readFile(join(folder, String(choice)), "utf8"));
    if (saved !== null) {
      if (await tryListen(front, saved)) return saved;
      if (await isSameSandbox(saved, key)) {
        throw new SandboxError(
          `another sandbox is running on ${directory} (localhost:${saved}): stop it first`,
        );
      }
    }
    const fresh = await front.listen(0);
    choice += 1;
    const written = await writeOnce(join(folder, String(choice)), String(fresh), PRIVATE);
    if (written === String(fresh)) {
      if (saved !== null) {
        console.error(
          `sandbox: port ${saved} is in use by another program, so the sandbox now uses localhost:${fresh}; references with the old port no longer work`,
        );
      }
      return fresh;
    }
    await front.close();
  }
}

/** The port in a file; null if the file is damaged, and then another port is chosen. */
function parsePort(text: string): number | null {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/**
 * Proves to another process that this is the same directory's sandbox, without revealing its key.
 */
export function answerChallenge(key: string, challenge: string): string {
  return createHmac("sha256", key).update(challenge).digest("hex");
}

async function readLastChoice(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Math.max(0, ...numbers);
}

async function tryListen(front: Front, port: number): Promise<boolean> {
  try {
    await front.listen(port);
    return true;
  } catch (error) {
    if (errorCode(error) === "EADDRINUSE") return false;
    throw error;
  }
}

async function isSameSandbox(port: number, key: string): Promise<boolean> {
  const challenge = randomBytes(16).toString("hex");
  try {
    const response = await fetch(
      `http://127.0.0.1:${port}/_sandbox/identity?challenge=${challenge}`,
      { signal: AbortSignal.timeout(ASK_MILLISECONDS) },
    );
    return (await response.text()) === answerChallenge(key, challenge);
  } catch {
    return false;
  }
}
