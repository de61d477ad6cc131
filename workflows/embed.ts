import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The steps' shell, as files of their own beside this one: shellcheck and the tests read them. */
const folder = join(__dirname, "steps");

/**
 * The text of a step, with each file that it sources in the place of the line that does so. What
 * GitHub would take for an expression is thrown: a step gets all that it needs by its environment.
 */
export function stepScript(name: string): string {
  const whole = fileText(name).replace(source, (_line, other: string) => fileText(other));
  if (whole.includes("${{")) throw new Error(`workflows/steps/${name}.sh holds an expression`);
  return whole;
}

const source = /^source .*\/(\w+)\.sh"\n/gm;

function fileText(name: string): string {
  return readFileSync(join(folder, `${name}.sh`), "utf8");
}
