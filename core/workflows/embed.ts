import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The steps of shell, by their files in core/workflows/steps. */
const publishSteps = [
  "authenticate",
  "tags",
  "check",
  "keepDigest",
  "index",
  "readBack",
  "readDigest",
  "report",
  "start",
] as const;

/** Those of the workflow that runs a stack. */
export const stackSteps = [
  "fork",
  "install",
  "preview",
  "comment",
  "update",
  "drift",
  "issue",
] as const;

export type Step = (typeof publishSteps | typeof stackSteps)[number];

type Read = (name: string) => string;

/** The files themselves are what shellcheck and the tests read. */
const readFile: Read = (name) => readFileSync(join(__dirname, "steps", `${name}.sh`), "utf8");

const functionsFile = '"$RUNNER_TEMP/functions.sh"';

/** A step as one text, with what its file sources in the place of the lines that do so. */
export function stepScript(name: string, read = readFile): string {
  return withoutExpression(
    name,
    read(name).replace(sourceLine, (_line, other: string) => read(other)),
  );
}

/** A step's text in a job, where `functionsScript` ran before: what it sources lies there. */
export function jobScript(step: Step, read = readFile): string {
  const { names, text } = taken(read(step));
  return script(step, names.length === 0 ? text : `source ${functionsFile}\n\n${text}`);
}

/** Writes what the steps source, once in a job: in each step it would be most of the workflow. */
export function functionsScript(read = readFile, all: readonly string[] = publishSteps): string {
  const sourced = new Set<string>();
  const libraries: string[] = [];
  const own = all.map((step) => {
    const take = (name: string): string => {
      const { names, text } = taken(read(name));
      for (const other of names) {
        if (sourced.has(other)) continue;
        sourced.add(other);
        libraries.push(take(other));
      }
      return text;
    };
    return take(step);
  });
  const functions = usedFunctions(libraries.join("\n\n"), own);
  return script("common", `cat >${functionsFile} <<'FUNCTIONS'\n${functions}\nFUNCTIONS`);
}

function script(name: string, text: string): string {
  return withoutExpression(name, `set -euo pipefail\n\n${text}\n`);
}

/** A step is told all by its environment, where what it is told stays a text. */
function withoutExpression(name: string, text: string): string {
  if (text.includes("${{")) throw new Error(`core/workflows/steps/${name}.sh holds an expression`);
  return text;
}

const sourceLine = /^source .*\/(\w+)\.sh"$/gm;

/** A file's text without the lines that only a file needs, and the names of those it sources. */
function taken(file: string): { readonly names: readonly string[]; readonly text: string } {
  const names = [...file.matchAll(sourceLine)].map(([, name = ""]) => name);
  const lines = file
    .replace(sourceLine, "")
    .split("\n")
    .filter((line) => !/^(#!|# shellcheck |set -euo pipefail$)/.test(line));
  return { names, text: lines.join("\n").trim() };
}

/** A function with the comment above it, or what runs by itself between two functions. */
interface Paragraph {
  readonly text: string;
  /** The function's name; none for what runs by itself. */
  readonly name?: string;
}

/** What of the files the steps use, and what that uses in turn, in the order of the files. */
function usedFunctions(libraries: string, own: readonly string[]): string {
  const all = paragraphs(libraries);
  const used = new Set(all.filter(({ name }) => name === undefined));
  const isCalled = (name: string): boolean =>
    [...own, ...[...used].map(({ text }) => text)].some((text) => isNamedIn(text, name));
  for (let before = -1; before !== used.size;) {
    before = used.size;
    for (const each of all) if (each.name !== undefined && isCalled(each.name)) used.add(each);
  }
  const kept = all.filter((each) => used.has(each));
  return kept.map(({ text }) => text).join("\n\n");
}

function isNamedIn(text: string, name: string): boolean {
  const code = text.replace(/^ *#.*$/gm, "");
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(code);
}

/** A function begins with `name() {` and ends with the next `}` that begins a line. */
function paragraphs(text: string): readonly Paragraph[] {
  const found: Paragraph[] = [];
  const take = (between: string): void => {
    if (between.trim() !== "") found.push({ text: between.trim() });
  };
  let end = 0;
  for (const match of text.matchAll(/(?:^#.*\n)*^([a-z_]+)\(\) \{\n[^]*?^\}$/gm)) {
    const [whole, name = ""] = match;
    take(text.slice(end, match.index));
    found.push({ text: whole, name });
    end = match.index + whole.length;
  }
  take(text.slice(end));
  return found;
}
