import { join } from "node:path";
import type { ContextFile, ContextFiles } from "./contextFiles";

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

interface Part {
  /** Below the context. */
  readonly path: string;
  readonly bytes: number;
}

/** From here on advice is given: the provider reads every byte of it at each preview. */
export const largeContext = { bytes: 100_000_000, files: 20_000 };

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

/** How large a context is. A link takes no room. */
export function sizeOf(context: string, { files, isMore }: ContextFiles): ContextSize {
  const counted = files.filter(({ isLink }) => !isLink);
  const parts = new Map<string, number>();
  for (const file of counted) {
    const part = partOf(file);
    parts.set(part, (parts.get(part) ?? 0) + file.bytes);
  }
  const largest = [...parts]
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((one, other) => other.bytes - one.bytes || (one.path < other.path ? -1 : 1));
  return {
    context,
    bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0),
    files: counted.length,
    isMore,
    largest: largest.slice(0, 3),
  };
}

/** What a file is counted for: the first folder of the usual ones above it, or the topmost. */
function partOf({ path }: ContextFile): string {
  const names = path.split("/");
  const at = names.slice(0, -1).findIndex((name) => usual.has(name));
  return names.slice(0, Math.max(at, 0) + 1).join("/");
}

/** The advice for a large context; none where it is not large. */
export function adviceOnSize(size: ContextSize): string | undefined {
  const { context, bytes, files, isMore, largest } = size;
  if (bytes < largeContext.bytes && files < largeContext.files) return undefined;
  const more = isMore ? "more than " : "";
  const parts = largest.map((part) => `${part.path} (${megabytes(part.bytes)})`).join(", ");
  return (
    `The context ${context} holds ${more}${megabytes(bytes)} in ${files} files, and all of it is read ` +
    `at each preview and update; most of it is ${parts}. Name what the build does not need in ` +
    `${join(context, ".dockerignore")}, one path a line.`
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
