import { join } from "node:path";
import type { ContextFile, ContextFiles } from "./contextFiles";

/** How much the provider reads of a context at each preview and update. */
export interface ContextSize {
  readonly context: string;
  readonly bytes: number;
  readonly files: number;
  /** Whether counting stopped at the limit: the context holds at least this much. */
  readonly isIncomplete: boolean;
  /** The folders and files that hold the most, the largest first. */
  readonly largest: readonly Part[];
}

interface Part {
  /** Relative to the context. */
  readonly path: string;
  readonly bytes: number;
}

/** Larger contexts get advice, because the provider reads every byte at each preview. */
export const largeContext = { bytes: 100_000_000, files: 20_000 };

/** Folders that builds rarely need, at any depth. */
const rarelyNeeded = new Set(
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

/** The size of a context. Links count as nothing. */
export function measureContext(
  context: string,
  { files, isIncomplete }: ContextFiles,
): ContextSize {
  const regularFiles = files.filter(({ isLink }) => !isLink);
  const parts = new Map<string, number>();
  for (const file of regularFiles) {
    const part = partOf(file);
    parts.set(part, (parts.get(part) ?? 0) + file.bytes);
  }
  const largest = [...parts]
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((one, other) => other.bytes - one.bytes || (one.path < other.path ? -1 : 1));
  return {
    context,
    bytes: regularFiles.reduce((sum, { bytes }) => sum + bytes, 0),
    files: regularFiles.length,
    isIncomplete,
    largest: largest.slice(0, 3),
  };
}

/** The folder that a file counts toward: the first rarely needed one above it, or the topmost. */
function partOf({ path }: ContextFile): string {
  const names = path.split("/");
  const index = names.slice(0, -1).findIndex((name) => rarelyNeeded.has(name));
  return names.slice(0, Math.max(index, 0) + 1).join("/");
}

/** The advice for a large context, or undefined for a small one. */
export function adviceOnSize(size: ContextSize): string | undefined {
  const { context, bytes, files, isIncomplete, largest } = size;
  if (bytes < largeContext.bytes && files < largeContext.files) return undefined;
  const prefix = isIncomplete ? "more than " : "";
  const parts = largest.map((part) => `${part.path} (${formatMegabytes(part.bytes)})`).join(", ");
  return (
    `The context ${context} holds ${prefix}${formatMegabytes(bytes)} in ${files} files, and each preview and ` +
    `update reads all of it. The largest parts are ${parts}. List what the build does not need in ` +
    `${join(context, ".dockerignore")}, one path per line.`
  );
}

function formatMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
