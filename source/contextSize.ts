import { readFileSync, statSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DockerIgnore } from "./dockerignore";
import type { SourcePaths } from "./git";

/** How much of a context is read at each preview and update. */
export interface ContextSize {
  readonly context: string;
  readonly bytes: number;
  readonly files: number;
  /** Whether counting was given up: there is at least as much. */
  readonly isMore: boolean;
  /** The folders and files that hold the most, the largest first. */
  readonly largest: readonly Part[];
}

/** A folder below the context, and the part of it that its files are counted for. */
interface Folder {
  readonly path: string;
  readonly part: string | undefined;
}

interface Part {
  /** Below the context. */
  readonly path: string;
  readonly bytes: number;
}

/** From here on advice is given: the provider reads every byte of it at each preview. */
export const largeContext = { bytes: 100_000_000, files: 20_000 };

/** Nobody waits for the exact number. */
const mostFiles = 200_000;

/** Folders that builds seldom need; one is named wherever it lies. */
const usual = new Set(
  [
    ".git",
    ".hg",
    ".svn",
    "node_modules",
    ".venv",
    "venv",
    "__pycache__",
    "target",
    ".gradle",
  ].concat(["dist", "build", ".next", ".cache", ".terraform", ".pulumi", ".sandbox", "coverage"]),
);

/** Looks how large a context is, without what its `.dockerignore` leaves out. */
export async function measureContext(
  { context, dockerfile = join(context, "Dockerfile") }: SourcePaths,
  most = mostFiles,
): Promise<ContextSize | undefined> {
  if (!isFolder(context)) return undefined;
  const ignored = new DockerIgnore(ignoreText(context, dockerfile));
  const parts = new Map<string, number>();
  let [bytes, files] = [0, 0];
  const left: Folder[] = [{ path: "", part: undefined }];
  while (files < most) {
    const next = left.pop();
    if (next === undefined) break;
    const { path, part } = next;
    const entries = await readdir(join(context, path), { withFileTypes: true }).catch(() => []);
    const counted = await Promise.all(
      entries.map(async (entry) => {
        const inner = path === "" ? entry.name : `${path}/${entry.name}`;
        const isOut = ignored.leavesOut(inner);
        if (entry.isDirectory()) {
          const own = usual.has(entry.name) && !isUsual(part) ? inner : (part ?? inner);
          if (!isOut || ignored.takesBack) left.push({ path: inner, part: own });
          return undefined;
        }
        if (isOut || !entry.isFile()) return undefined;
        // It may be gone since the folder was read.
        const found = await lstat(join(context, inner)).catch(() => undefined);
        return { part: part ?? inner, bytes: found?.size ?? 0 };
      }),
    );
    for (const each of counted.filter((file) => file !== undefined)) {
      files += 1;
      bytes += each.bytes;
      parts.set(each.part, (parts.get(each.part) ?? 0) + each.bytes);
    }
  }
  const largest = [...parts]
    .map(([path, size]) => ({ path, bytes: size }))
    .sort((one, other) => other.bytes - one.bytes || (one.path < other.path ? -1 : 1));
  return { context, bytes, files, isMore: left.length > 0, largest: largest.slice(0, 3) };
}

/** The advice for a large context; none where it is not large. */
export function adviceOnSize(size: ContextSize): string | undefined {
  const { context, bytes, files, isMore, largest } = size;
  if (bytes < largeContext.bytes && files < largeContext.files) return undefined;
  const more = isMore ? "more than " : "";
  const parts = largest.map((part) => `${part.path} (${megabytes(part.bytes)})`).join(", ");
  return (
    `the context ${context} holds ${more}${megabytes(bytes)} in ${files} files, and all of it is read ` +
    `at each preview and update; most of it is ${parts}. Name what the build does not need in ` +
    `${join(context, ".dockerignore")}, one path a line.`
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

function isUsual(part: string | undefined): boolean {
  return part !== undefined && usual.has(part.split("/").at(-1) ?? "");
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A Dockerfile's own ignore file stands in for the context's. */
function ignoreText(context: string, dockerfile: string): string {
  for (const file of [`${dockerfile}.dockerignore`, join(context, ".dockerignore")]) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // The next one, or none.
    }
  }
  return "";
}
