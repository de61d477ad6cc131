import { posix } from "node:path";

/**
 * Which paths of a context a `.dockerignore` leaves out, as BuildKit and the provider judge it.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export class DockerIgnore {
  private readonly patterns: readonly Pattern[];
  /** Whether something below a folder that is left out may be taken back. */
  readonly takesBack: boolean;

  constructor(text: string) {
    this.patterns = text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .flatMap(patternOf);
    this.takesBack = this.patterns.some(({ isTakenBack }) => isTakenBack);
  }

  /** Whether a file or folder is left out; its path has slashes, and begins below the context. */
  leavesOut(path: string): boolean {
    const parts = path.split("/");
    // A pattern that fits a folder fits all below it.
    const above = parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
    return this.patterns.reduce(
      // The last pattern that fits decides.
      (left, { isTakenBack, fits }) =>
        left === isTakenBack && above.some((each) => fits.test(each)) ? !isTakenBack : left,
      false,
    );
  }
}

interface Pattern {
  readonly isTakenBack: boolean;
  readonly fits: RegExp;
}

function patternOf(line: string): readonly Pattern[] {
  const text = line.startsWith("#") ? "" : line.trim();
  const isTakenBack = text.startsWith("!");
  const written = (isTakenBack ? text.slice(1) : text).trim();
  if (written === "") return [];
  const path = posix.normalize(written).replace(/^\//, "").replace(/\/$/, "");
  const fits = expressionOf(path);
  return fits === undefined ? [] : [{ isTakenBack, fits }];
}

/** `**`, `*`, `?`, a class, a letter behind a backslash, and what only an expression gives a meaning. */
const tokens = /\*\*\/?$|\*\*\/?|\*|\?|\[(?:\\.|[^\]\\])+\]|\\.|[.+(){}|$^\]]/gu;

/** Go's filepath.Match, and `**` for any number of folders. */
function expressionOf(path: string): RegExp | undefined {
  const source = path.replace(tokens, (found, at: number) => {
    if (found.startsWith("**")) return at + found.length === path.length ? ".*" : "(?:.*/)?";
    if (found === "*") return "[^/]*";
    if (found === "?") return "[^/]";
    if (found.startsWith("[")) return classOf(found);
    return literal(found.startsWith("\\") ? found.slice(1) : found);
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // The build itself names what is no pattern.
    return undefined;
  }
}

/** Ranges and the 'not' are written alike. */
function classOf(text: string): string {
  const inner = text.slice(1, -1);
  return `[${inner.replace(/\\(.)|\[/gsu, (found, escaped?: string) => literal(escaped ?? found))}]`;
}

/** By its number, since a letter behind a backslash may be a class of its own. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
