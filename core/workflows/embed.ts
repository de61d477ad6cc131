import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The shell steps of the stack's workflow, each with the files of functions that it uses. */
const functionFiles = {
  fork: [],
  install: [],
  preview: ["common", "pulumi", "markdown"],
  update: ["common", "pulumi", "markdown"],
  drift: ["common", "pulumi", "markdown"],
  comment: ["common", "threads", "markdown"],
  issue: ["common", "threads", "markdown"],
} as const;

export type Step = keyof typeof functionFiles;

export const stackSteps = Object.keys(functionFiles) as readonly Step[];

const functionsFile = '"$RUNNER_TEMP/functions.sh"';

/**
 * A file of core/workflows/steps. Steps get all input from their environment, and contain no GitHub
 * expression, because an expression in a script could inject code.
 */
export function readPart(name: string): string {
  return readFileSync(join(__dirname, "steps", `${name}.sh`), "utf8");
}

/** Writes the functions of a step to a file, once per job, to keep the workflow short. */
export function functionsScript(step: Step): string {
  return finishScript(`cat >${functionsFile} <<'FUNCTIONS'\n${readFunctions(step)}FUNCTIONS\n`);
}

/** A step's script in a job, which sources the file that `functionsScript` wrote. */
export function jobScript(step: Step): string {
  const source = functionFiles[step].length === 0 ? "" : `source ${functionsFile}\n\n`;
  return finishScript(`${source}${readPart(step)}`);
}

/** A step and its functions as one script. */
export function stepScript(step: Step): string {
  return finishScript(`${readFunctions(step)}\n${readPart(step)}`);
}

function readFunctions(step: Step): string {
  const names: readonly string[] = functionFiles[step];
  return names.map(readPart).join("\n");
}

function finishScript(text: string): string {
  return `set -euo pipefail\n\n${text}`;
}
