import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { ContextFile, ContextFiles } from "./contextFiles";
import { atMost } from "./limit";

/** What a large file holds is not kept in memory whole. */
const small = 1_000_000;

/**
 * Names what contexts hold: each file's name, mode and content. What makes the provider build again
 * makes another digest (docker-build 0.0.22, context.go); times and owners make none.
 */
export class ContextDigests {
  private readonly contents = new Map<string, Promise<string>>();
  private readonly limited = atMost(16);

  /** Nothing where not all of it could be read. */
  async of(folder: string, { files, isMore }: ContextFiles): Promise<string | undefined> {
    if (isMore) return undefined;
    const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
    try {
      const lines = await Promise.all(
        sorted.map(async (file) =>
          JSON.stringify([file.path, file.mode, await this.content(folder, file)]),
        ),
      );
      return createHash("sha256").update(lines.join("\n")).digest("hex");
    } catch {
      return undefined;
    }
  }

  /** Read once, also where several contexts share it. */
  private content(folder: string, file: ContextFile): Promise<string> {
    const path = join(folder, file.path);
    if (file.isLink) return this.limited(() => linked(path));
    const known = this.contents.get(file.version);
    if (known !== undefined) return known;
    const read = this.limited(() => digestOf(path, file.bytes));
    this.contents.set(file.version, read);
    return read;
  }
}

/** Where a link points, and what stands there: the provider reads that too. */
async function linked(path: string): Promise<string> {
  const target = await readlink(path);
  // A folder, or nothing: there is no content behind it.
  const content = await digestOf(path, small).catch(() => "");
  return `${target}\n${content}`;
}

async function digestOf(path: string, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  if (bytes < small) hash.update(await readFile(path));
  else for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest("hex");
}
