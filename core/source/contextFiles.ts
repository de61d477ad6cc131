import { readFileSync, statSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DockerIgnore } from "./dockerignore";

/** A file or a link that a build reads. */
export interface ContextFile {
  /** Relative to the context, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly isLink: boolean;
}

export interface ContextFiles {
  readonly files: readonly ContextFile[];
  /** Whether the walk stopped at the limit: the folder holds more. */
  readonly isIncomplete: boolean;
}

/** Walking more files would delay every preview noticeably. */
const maximumFiles = 200_000;

/** All files and links of a folder, except ignored ones. */
export async function listContextFiles(
  folder: string,
  ignore: DockerIgnore,
  limit = maximumFiles,
): Promise<ContextFiles> {
  const files: ContextFile[] = [];
  const pendingFolders = [""];
  while (files.length < limit) {
    const path = pendingFolders.pop();
    if (path === undefined) break;
    const reading = readdir(join(folder, path), { withFileTypes: true });
    const entries = await reading.catch(() => []);
    const found = await Promise.all(
      entries.map(async (entry): Promise<readonly ContextFile[]> => {
        const inner = path === "" ? entry.name : `${path}/${entry.name}`;
        const isIgnored = ignore.ignores(inner);
        if (entry.isDirectory()) {
          if (!isIgnored || ignore.hasExceptions) pendingFolders.push(inner);
          return [];
        }
        if (isIgnored || !(entry.isFile() || entry.isSymbolicLink())) return [];
        // The file may have been deleted since the folder was read.
        const stat = await lstat(join(folder, inner)).catch(() => undefined);
        if (stat === undefined) return [];
        return [{ path: inner, bytes: stat.size, isLink: stat.isSymbolicLink() }];
      }),
    );
    files.push(...found.flat());
  }
  return { files, isIncomplete: pendingFolders.length > 0 };
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The text of the ignore file. A Dockerfile's own one takes precedence over the context's. */
export function readIgnoreFile(context: string, dockerfile: string): string {
  for (const file of [`${dockerfile}.dockerignore`, join(context, ".dockerignore")]) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // Try the next file.
    }
  }
  return "";
}
