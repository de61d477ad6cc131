import { readFileSync, statSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DockerIgnore } from "./dockerignore";

/** A file or a link that a build reads. */
export interface ContextFile {
  /** Below the context, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly isLink: boolean;
}

export interface ContextFiles {
  readonly files: readonly ContextFile[];
  /** Whether looking was given up: there is at least as much. */
  readonly isMore: boolean;
}

/** Nobody waits for more. */
const mostFiles = 200_000;

/** Each file and link of a folder that is not left out. */
export async function contextFiles(
  folder: string,
  ignored: DockerIgnore,
  most = mostFiles,
): Promise<ContextFiles> {
  const files: ContextFile[] = [];
  const left = [""];
  while (files.length < most) {
    const path = left.pop();
    if (path === undefined) break;
    const read = readdir(join(folder, path), { withFileTypes: true });
    const entries = await read.catch(() => []);
    const found = await Promise.all(
      entries.map(async (entry): Promise<readonly ContextFile[]> => {
        const inner = path === "" ? entry.name : `${path}/${entry.name}`;
        const isOut = ignored.leavesOut(inner);
        if (entry.isDirectory()) {
          if (!isOut || ignored.takesBack) left.push(inner);
          return [];
        }
        if (isOut || !(entry.isFile() || entry.isSymbolicLink())) return [];
        // It may be gone since the folder was read.
        const stat = await lstat(join(folder, inner)).catch(() => undefined);
        if (stat === undefined) return [];
        return [{ path: inner, bytes: stat.size, isLink: stat.isSymbolicLink() }];
      }),
    );
    files.push(...found.flat());
  }
  return { files, isMore: left.length > 0 };
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A Dockerfile's own ignore file stands in for the context's. */
export function ignoreText(context: string, dockerfile: string): string {
  for (const file of [`${dockerfile}.dockerignore`, join(context, ".dockerignore")]) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // The next one, or none.
    }
  }
  return "";
}
