import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../../../core/http/json";

/** What a starter Dockerfile can be for. */
export type StarterKind = "node" | "python" | "go" | "static";

export const starterKinds: readonly StarterKind[] = ["node", "python", "go", "static"];

export const starterLabels: Readonly<Record<StarterKind, string>> = {
  node: "Node.js",
  python: "Python",
  go: "Go",
  static: "A static site",
};

/** The first one found decides: a Go or Python project can have a package.json for its pages. */
const markers: readonly (readonly [string, StarterKind])[] = [
  ["go.mod", "go"],
  ["pyproject.toml", "python"],
  ["requirements.txt", "python"],
  ["package.json", "node"],
  ["index.html", "static"],
];

/** What a folder seems to contain, and the file that shows it. */
export function guessStarter(
  folder: string,
): { readonly kind: StarterKind; readonly marker: string } | undefined {
  const found = markers.find(([marker]) => existsSync(join(folder, marker)));
  return found && { marker: found[0], kind: found[1] };
}

/** What the Dockerfile depends on in a folder. */
export interface StarterFacts {
  /** The names of the files in it. */
  readonly files: readonly string[];
  /** The scripts in package.json. */
  readonly scripts: Readonly<Record<string, unknown>>;
  /** Whether pip can install pyproject.toml: it can also configure only tools. */
  readonly isPythonPackage: boolean;
  /** The folders with a Go program, such as `.` or `./cmd/api`. */
  readonly goPrograms: readonly string[];
}

export function readStarterFacts(folder: string): StarterFacts {
  const files = listFiles(folder);
  return {
    files,
    scripts: readScripts(folder),
    isPythonPackage: /^\[(?:project|build-system|tool\.poetry)\]/m.test(
      readText(join(folder, "pyproject.toml")),
    ),
    goPrograms: listGoPrograms(folder),
  };
}

/** Why there is no Dockerfile to write, if so: the others build with whatever the folder has. */
export function starterProblem(kind: StarterKind, facts: StarterFacts): string | undefined {
  if (kind !== "go") return undefined;
  if (!facts.files.includes("go.mod")) return "has no go.mod; create it with 'go mod init'";
  return facts.goPrograms.length === 0
    ? "has no Go program: no 'package main' in the folder, or in a folder below cmd"
    : undefined;
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function readScripts(folder: string): StarterFacts["scripts"] {
  try {
    const parsed: unknown = JSON.parse(readText(join(folder, "package.json")));
    return isRecord(parsed) && isRecord(parsed.scripts) ? parsed.scripts : {};
  } catch {
    return {};
  }
}

function listGoPrograms(folder: string): readonly string[] {
  const commands = join(folder, "cmd");
  const below = existsSync(commands)
    ? readdirSync(commands, { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? [`./cmd/${entry.name}`] : []))
        .sort()
    : [];
  return [".", ...below].filter((path) => isGoProgram(join(folder, path)));
}

function isGoProgram(folder: string): boolean {
  return listFiles(folder).some(
    (name) =>
      name.endsWith(".go") &&
      !name.endsWith("_test.go") &&
      /^package main\b/m.test(readText(join(folder, name))),
  );
}
