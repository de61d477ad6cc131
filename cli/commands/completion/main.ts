import { existsSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../../core/text/nearest.cjs";
import { readArguments } from "../../arguments";
import { commands } from "..";
import { completion, shells } from "./command";
import { helpOf } from "../help";
import { bash } from "./shells/bash";
import { powershell } from "./shells/powershell";
import { zsh } from "./shells/zsh";
import { exitCodes } from "../../exitCodes";
import { refuse } from "../../refuse";

const scripts = { bash, zsh, powershell } as const;

/** Prints a shell's completions of the commands that are here. */
export function main(args: readonly string[]): Promise<number> {
  const { flags, rest, problems } = readArguments(args, completion.flags, 1);
  if (flags.has("help")) {
    console.log(helpOf(completion));
    return Promise.resolve(exitCodes.well);
  }
  const [name] = rest;
  const shell = shells.find((each) => each === name);
  if (shell === undefined || problems.length > 0) {
    const wrong = shell === undefined ? [shellProblem(name)] : [];
    return Promise.resolve(refuse(completion, [...problems, ...wrong]));
  }
  const here = commands.filter(({ isInstalled }) => isInstalled || isInClone);
  console.log(scripts[shell](here));
  return Promise.resolve(exitCodes.well);
}

const isInClone = existsSync(join(__dirname, "..", "..", "bootstrap.mjs"));

function shellProblem(name: string | undefined): string {
  const all = shells.join(", ");
  if (name === undefined) return `the shell is missing: ${all}`;
  const meant = nearest(name, shells);
  return `'${name}' is none of the shells: ${all}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}
