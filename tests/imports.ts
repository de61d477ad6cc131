import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

const folders = /^(?:node_modules|dist|coverage|\..*)$/;
const sources = /\.(?:ts|mjs|cjs)$/;

/** All source files below the folder, as relative paths. */
export function listSources(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return folders.test(entry.name) ? [] : listSources(root, path);
    return entry.isFile() && sources.test(entry.name) ? [path] : [];
  });
}

/** A file's imports of every kind: for types only, at run time, by `import()` or `require()`. */
export function readSpecifiers(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** Which of these files each of them imports. */
export function readImports(root: string, files: readonly string[]): Map<string, string[]> {
  const all = new Set(files);
  const resolve = (file: string, specifier: string): string[] => {
    if (!specifier.startsWith(".")) return [];
    const path = normalize(join(dirname(file), specifier)).replace(/\/$/, "");
    const found = [path, `${path}.ts`, join(path, "index.ts")].find((one) => all.has(one));
    // A missing file could hide a cycle. Existing files are data, such as package.json;
    // those in dist/ are compiled from files that are checked themselves.
    if (found === undefined && !path.startsWith("dist/") && !existsSync(join(root, path)))
      throw new Error(`${file} imports ${specifier}, which does not exist`);
    return found === undefined ? [] : [found];
  };
  return new Map(
    files.map((file) => {
      const specifiers = readSpecifiers(readFileSync(join(root, file), "utf8"));
      return [file, specifiers.flatMap((specifier) => resolve(file, specifier))];
    }),
  );
}

/** The groups of files that import each other, directly or through others. */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reachable = new Map([...imports.keys()].map((file) => [file, reach(file, imports)]));
  const circles = new Map<string, string[]>();
  for (const [file, others] of reachable) {
    if (!others.has(file)) continue;
    const circle = [...others].filter((other) => reachable.get(other)?.has(file)).sort();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

/** The file's direct and indirect imports; the file itself only in a cycle. */
function reach(file: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of imports.get(next) ?? []) {
      if (!reached.has(other)) open.push(other);
      reached.add(other);
    }
  }
  return reached;
}
