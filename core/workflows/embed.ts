import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The shell steps of the stack's workflow. */
export const stackSteps = [
  "fork",
  "install",
  "preview",
  "comment",
  "update",
  "drift",
  "issue",
] as const;

export type Step = (typeof stackSteps)[number];

export type ReadFile = (name: string) => string;

export const readFile: ReadFile = (name) =>
  readFileSync(join(__dirname, "steps", `${name}.sh`), "utf8");

const functionsFile = '"$RUNNER_TEMP/functions.sh"';

/** A step as one script, with the sourced files inlined. */
export function stepScript(name: string, read = readFile): string {
  return rejectExpressions(
    name,
    read(name).replace(sourceLine, (_line, other: string) => read(other)),
  );
}

/** A step's script in a job, which sources the file that `functionsScript` wrote. */
export function jobScript(step: Step, read = readFile): string {
  const { names, text } = parseStep(read(step));
  return finishScript(step, names.length === 0 ? text : `source ${functionsFile}\n\n${text}`);
}

/** Writes the functions that the steps use to a file, once per job, to keep the workflow short. */
export function functionsScript(read = readFile, all: readonly string[] = stackSteps): string {
  const sourced = new Set<string>();
  const libraries: string[] = [];
  const stepTexts = all.map((step) => {
    const take = (name: string): string => {
      const { names, text } = parseStep(read(name));
      for (const other of names) {
        if (sourced.has(other)) continue;
        sourced.add(other);
        libraries.push(take(other));
      }
      return text;
    };
    return take(step);
  });
  const functions = selectUsedFunctions(libraries.join("\n\n"), stepTexts);
  return finishScript("common", `cat >${functionsFile} <<'FUNCTIONS'\n${functions}\nFUNCTIONS`);
}

function finishScript(name: string, text: string): string {
  return rejectExpressions(name, `set -euo pipefail\n\n${text}\n`);
}

/** Steps get all input from their environment, because an expression in a script could inject code. */
export function rejectExpressions(name: string, text: string): string {
  if (text.includes("${{"))
    throw new Error(`core/workflows/steps/${name}.sh contains an expression`);
  return text;
}

const sourceLine = /^source .*\/(\w+)\.sh"$/gm;

/** A file's text without its header lines, and the names of the files that it sources. */
function parseStep(file: string): { readonly names: readonly string[]; readonly text: string } {
  const names = [...file.matchAll(sourceLine)].map(([, name = ""]) => name);
  const lines = file
    .replace(sourceLine, "")
    .split("\n")
    .filter((line) => !/^(#!|# shellcheck |set -euo pipefail$)/.test(line));
  return { names, text: lines.join("\n").trim() };
}

/** A function with the comment above it, or the code between two functions. */
interface Paragraph {
  readonly text: string;
  /** The function's name; undefined for other code. */
  readonly name?: string;
}

/** The functions that the steps use, directly or through other functions, in the files' order. */
function selectUsedFunctions(libraries: string, stepTexts: readonly string[]): string {
  const all = splitFunctions(libraries);
  const used = new Set(all.filter(({ name }) => name === undefined));
  const isCalled = (name: string): boolean =>
    [...stepTexts, ...[...used].map(({ text }) => text)].some((text) => isNamedIn(text, name));
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

/** Splits text into functions, from `name() {` to the next `}` at the start of a line, and other code. */
function splitFunctions(text: string): readonly Paragraph[] {
  const found: Paragraph[] = [];
  const addCode = (between: string): void => {
    if (between.trim() !== "") found.push({ text: between.trim() });
  };
  let end = 0;
  for (const match of text.matchAll(/(?:^#.*\n)*^([a-z_]+)\(\) \{\n[^]*?^\}$/gm)) {
    const [functionText, name = ""] = match;
    addCode(text.slice(end, match.index));
    found.push({ text: functionText, name });
    end = match.index + functionText.length;
  }
  addCode(text.slice(end));
  return found;
}
