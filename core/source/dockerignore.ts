import { posix } from "node:path";

/**
 * Which paths of a context a `.dockerignore` excludes, by the rules of BuildKit and the provider.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export class DockerIgnore {
  private readonly patterns: readonly Pattern[];
  /** Whether a `!` pattern may include something below an excluded folder. */
  readonly hasExceptions: boolean;

  constructor(text: string) {
    this.patterns = text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .flatMap(parsePattern);
    this.hasExceptions = this.patterns.some(({ isException }) => isException);
  }

  /** Whether a file or folder is excluded. The path is relative to the context, with slashes. */
  ignores(path: string): boolean {
    const parts = path.split("/");
    // A pattern that matches a folder matches everything below it.
    const pathAndParents = parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
    return this.patterns.reduce(
      // The last matching pattern decides.
      (isIgnored, { isException, expression }) =>
        isIgnored === isException && pathAndParents.some((each) => expression.test(each))
          ? !isException
          : isIgnored,
      false,
    );
  }
}

interface Pattern {
  readonly isException: boolean;
  readonly expression: RegExp;
}

function parsePattern(line: string): readonly Pattern[] {
  const text = line.startsWith("#") ? "" : line.trim();
  const isException = text.startsWith("!");
  const pattern = (isException ? text.slice(1) : text).trim();
  if (pattern === "") return [];
  const path = posix.normalize(pattern).replace(/^\//, "").replace(/\/$/, "");
  const expression = compilePattern(path);
  return expression === undefined ? [] : [{ isException, expression }];
}

/** `**`, `*`, `?`, a class, an escaped character, and characters that are special in an expression. */
const tokens = /\*\*\/?$|\*\*\/?|\*|\?|\[(?:\\.|[^\]\\])+\]|\\.|[.+(){}|$^\]]/gu;

/** Go's filepath.Match, and `**` for any number of folders. */
function compilePattern(path: string): RegExp | undefined {
  const source = path.replace(tokens, (token, index: number) => {
    if (token.startsWith("**")) return index + token.length === path.length ? ".*" : "(?:.*/)?";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.startsWith("[")) return compileClass(token);
    return escapeCharacter(token.startsWith("\\") ? token.slice(1) : token);
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // The build itself reports an invalid pattern.
    return undefined;
  }
}

/** Ranges and negation have the same syntax in both. */
function compileClass(text: string): string {
  const inner = text.slice(1, -1);
  return `[${inner.replace(/\\(.)|\[/gsu, (match, escaped?: string) => escapeCharacter(escaped ?? match))}]`;
}

/** By code point, because a backslash before a letter may mean a character class. */
function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
