import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { renderBash } from "../../../../cli/commands/completion/shells/bash";
import { renderPowerShell } from "../../../../cli/commands/completion/shells/powershell";
import { renderZsh } from "../../../../cli/commands/completion/shells/zsh";

/** What a shell offers at the end of each line, with this program's script. */
export type Ask = (lines: readonly string[], program: Command) => readonly (readonly string[])[];

export const askBash: Ask = (lines, program) =>
  withFolder((folder) => {
    writeFileSync(join(folder, "script"), renderBash(program));
    const code = [
      ". ./script",
      'COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))',
      // The function that is registered for the name.
      '[[ $(complete -p pulumi-ghcr) =~ \\ -F\\ ([^ ]+)\\  ]] && "${BASH_REMATCH[1]}"',
      '((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"',
    ];
    return lines.map((line) => {
      // At a terminal bash splits the line, and `=` is a word.
      const words = line.split(/(?<==)|(?==)|\s+/);
      return readOffered(run("bash", ["--norc", "-c", code.join("\n"), "bash", ...words], folder));
    });
  });

/**
 * Runs a zsh on a pseudo-terminal, and another zsh types to it: what its completions offer to the
 * line editor is recorded, and a second key shows that they are done.
 */
export const askZsh: Ask = (lines, program) =>
  withFolder((folder) => {
    writeFileSync(join(folder, "script"), renderZsh(program));
    writeFileSync(join(folder, "inner"), inner.join("\n"));
    run("zsh", ["-f", "-c", outer.join("\n"), "zsh", ...lines], folder);
    return lines.map((_line, index) => {
      const file = join(folder, `offered-${index + 1}`);
      return existsSync(file) ? readOffered(readFileSync(file, "utf8")) : [];
    });
  });

const inner = [
  "PROMPT= count=1",
  "autoload -Uz compinit && compinit -u -d ./dump",
  "source ./script",
  "zstyle ':completion:*' verbose false",
  "compadd() {",
  "  local -a words",
  // With these it computes the completions without showing them.
  '  [[ "${@[1,(i)(-|--)]}" == *-[OAD]\\ * ]] || builtin compadd -O words "$@"',
  "  (($#words)) && print -rl -- $words >> ./offered-$count",
  '  builtin compadd "$@"',
  "}",
  "next-line() { : > ./done-$((count++)); BUFFER= }",
  "zle -N next-line",
  "bindkey '^X' next-line",
  "bindkey '^I' complete-word",
  ": > ./done-0",
];

/** The terminal must be read meanwhile, or its buffer fills up and blocks the shell. */
const outer = [
  "zmodload zsh/zpty",
  "zpty inner zsh -f -i",
  "await() { repeat 3000; do [[ -e $1 ]] && return; zpty -r -t inner nothing; sleep 0.01; done }",
  "zpty -w inner 'source ./inner'",
  "await done-0",
  "for ((at = 1; at <= $#; at++)); do",
  '  zpty -w -n inner "${@[at]}"',
  "  zpty -w -n inner $'\\t\\x18'",
  "  await done-$at",
  "done",
  "zpty -d inner",
];

export const askPowerShell: Ask = (lines, program) =>
  withFolder((folder) => {
    writeFileSync(join(folder, "script.ps1"), renderPowerShell(program));
    writeFileSync(join(folder, "lines.json"), JSON.stringify(lines));
    const code = [
      ". ./script.ps1",
      "foreach ($line in (Get-Content -Raw lines.json | ConvertFrom-Json)) {",
      "  (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText",
      "  '.'",
      "}",
    ];
    const output = run(
      "pwsh",
      ["-NoProfile", "-NonInteractive", "-Command", code.join("\n")],
      folder,
    );
    return output
      .split(/^\.\r?\n/m)
      .slice(0, -1)
      .map(readOffered);
  });

function readOffered(text: string): readonly string[] {
  return [...new Set(text.split(/\r?\n/).filter((each) => each !== ""))].sort();
}

function withFolder<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-completions-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], folder: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0 || stderr !== "") throw new Error(`${command}: ${String(status)}: ${stderr}`);
  return stdout;
}
