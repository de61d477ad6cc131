import { createHash } from "node:crypto";
import { createReadStream, readFileSync, readlinkSync } from "node:fs";
import { stat as lookUp } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ContextFile, ContextFiles } from "./contextFiles";

/** What a large file holds is not kept in memory whole. */
const small = 1_000_000;

/** Files that are read in a row before others get a turn. */
const inARow = 200;

/**
 * Names what contexts hold: each file's name, mode and content. What makes the provider build again
 * makes another digest (docker-build 0.0.22, context.go); times and owners make none.
 */
export class ContextDigests {
  private readonly contents = new Map<string, string>();

  /** Nothing where not all of it could be read. */
  async of(folder: string, { files, isMore, isUnread }: ContextFiles): Promise<string | undefined> {
    if (isMore || isUnread) return undefined;
    const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
    const hash = createHash("sha256");
    try {
      for (const [index, file] of sorted.entries()) {
        const content = await this.content(join(folder, file.path), file);
        hash.update(JSON.stringify([file.path, file.mode, content]));
        if (index % inARow === inARow - 1) await setImmediate();
      }
      return hash.digest("hex");
    } catch {
      return undefined;
    }
  }

  /** Read once, also where several contexts share it. */
  private async content(path: string, file: ContextFile): Promise<string> {
    if (file.isLink) return `${readlinkSync(path)}\n${await behind(path)}`;
    const known = this.contents.get(file.version) ?? (await contentDigest(path, file.bytes));
    this.contents.set(file.version, known);
    return known;
  }
}

/** What stands behind a link, which the provider reads too; nothing where that is no file. */
async function behind(path: string): Promise<string> {
  const stat = await lookUp(path).catch(() => undefined);
  return stat?.isFile() === true ? contentDigest(path, stat.size) : "";
}

async function contentDigest(path: string, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  // At once: for small files a thread's turn takes longer than the reading.
  if (bytes < small) hash.update(readFileSync(path));
  else for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest("hex");
}
