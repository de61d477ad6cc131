import type { Command } from "../..";
import { firstOf, flagsOf } from "./words";

/** Completions for PowerShell, from 5.1 on, which Windows has. */
export function powershell(commands: readonly Command[]): string {
  const flags = commands.map(
    (command) =>
      `        ${quoted(command.name)} = ${table(flagsOf(command).map(({ name, says }) => [`--${name}`, says]))}`,
  );
  const values = commands.flatMap((command) => [
    ...(command.takes === undefined || typeof command.takes === "string"
      ? []
      : [`        ${quoted(command.name)} = ${list(command.takes)}`]),
    ...flagsOf(command).flatMap(({ name, choices }) =>
      choices === undefined
        ? []
        : [`        ${quoted(`${command.name} --${name}`)} = ${list(choices)}`],
    ),
  ]);
  const valued = commands.flatMap((command) =>
    flagsOf(command).flatMap(({ name, value }) =>
      value === undefined ? [] : [`${command.name} --${name}`],
    ),
  );
  return [
    "# Completions of pulumi-ghcr for PowerShell, as 'pulumi-ghcr completion powershell' prints them.",
    "Register-ArgumentCompleter -Native -CommandName pulumi-ghcr -ScriptBlock {",
    "    param($wordToComplete, $commandAst, $cursorPosition)",
    `    $first = ${table(firstOf(commands))}`,
    "    $flags = @{",
    ...flags,
    "    }",
    "    $values = @{",
    ...values,
    `        'help' = ${list(commands.map(({ name }) => name))}`,
    "    }",
    `    $valued = ${list(valued)}`,
    "    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })",
    "    $found = [ordered]@{}",
    "    if ($before.Count -le 1) {",
    "        $found = $first",
    "    } else {",
    "        $command = $before[1]",
    '        $last = "$command $($before[-1])"',
    "        if ($before.Count -gt 2 -and $valued -contains $last) {",
    "            foreach ($value in $values[$last]) { $found[$value] = $value }",
    "        } else {",
    "            if ($before.Count -eq 2) {",
    "                foreach ($value in $values[$command]) { $found[$value] = $value }",
    "            }",
    '            if ($flags.ContainsKey($command) -and ($found.Count -eq 0 -or "$wordToComplete".StartsWith("-"))) {',
    "                foreach ($flag in $flags[$command].Keys) { $found[$flag] = $flags[$command][$flag] }",
    "            }",
    "        }",
    "    }",
    "    foreach ($word in $found.Keys) {",
    '        if ($word.StartsWith("$wordToComplete")) {',
    "            [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $found[$word])",
    "        }",
    "    }",
    "}",
  ].join("\n");
}

function table(rows: readonly (readonly [string, string])[]): string {
  return `[ordered]@{ ${rows.map(([key, value]) => `${quoted(key)} = ${quoted(value)}`).join("; ")} }`;
}

function list(texts: readonly string[]): string {
  return `@(${texts.map(quoted).join(", ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
