import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPowerShell } from "../../cli/commands/completion/shells/powershell";
import { createProgram } from "../../cli/program";

// Most machines have no PowerShell to run the scripts; its grammar finds what it could not parse.

/** The lines that the grammar does not match. */
function findErrors(script: string): unknown {
  const parser = join(__dirname, "parsePowerShell.mjs");
  // V8's optimizing compiler would take eight seconds for this grammar.
  const { stdout, stderr } = spawnSync(process.execPath, ["--liftoff-only", parser], {
    input: script,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const pushScript = readFileSync(join(__dirname, "..", "..", "scripts", "push-to-ghcr.ps1"), "utf8");
const completions = renderPowerShell(createProgram("1.2.3", () => undefined));

it.each([
  ["scripts/push-to-ghcr.ps1", pushScript],
  ["the script of the completions", completions],
])("%s is valid PowerShell", (_name, script) => {
  expect(findErrors(script)).toEqual([]);
});

it.each([
  ["an unclosed parenthesis", pushScript.replace('bin.mjs")', 'bin.mjs"')],
  ["an unclosed quotation mark", completions.replace("'help'", "'help")],
  ["an unclosed block", completions.slice(0, -1)],
])("%s is found", (_name, script) => {
  expect(findErrors(script)).not.toEqual([]);
});
