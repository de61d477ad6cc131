import type { Command } from "commander";
import { listCommands, listFirstWords, type Word } from "./words";

/** Completions for PowerShell 5.1 (the version in Windows) or newer. */
export function renderPowerShell(program: Command): string {
  const commands = listCommands(program);
  const options = commands.map(
    (command) => `        ${quote(command.name)} = ${renderTable(command.options)}`,
  );
  const values = commands.flatMap(({ name, options, argument }) =>
    [
      { name, choices: argument?.argChoices },
      ...options.map((option) => ({ ...option, name: `${name} ${option.name}` })),
    ].flatMap(({ name, choices }) =>
      choices === undefined ? [] : [`        ${quote(name)} = ${renderList(choices)}`],
    ),
  );
  const valued = commands.flatMap((command) =>
    command.options.flatMap(({ name, value }) =>
      value === undefined ? [] : [`${command.name} ${name}`],
    ),
  );
  return [
    "# Completions of pulumi-ghcr for PowerShell, as 'pulumi-ghcr completion powershell' prints them.",
    "Register-ArgumentCompleter -Native -CommandName pulumi-ghcr -ScriptBlock {",
    "    param($wordToComplete, $commandAst, $cursorPosition)",
    `    $first = ${renderTable(listFirstWords(program))}`,
    "    $options = @{",
    ...options,
    "    }",
    "    $values = @{",
    ...values,
    `        'help' = ${renderList(commands.map(({ name }) => name))}`,
    "    }",
    `    $valued = ${renderList(valued)}`,
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
    '            if ($options.ContainsKey($command) -and ($found.Count -eq 0 -or "$wordToComplete".StartsWith("-"))) {',
    "                foreach ($option in $options[$command].Keys) { $found[$option] = $options[$command][$option] }",
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

function renderTable(words: readonly Word[]): string {
  const rows = words.map(({ name, description }) => `${quote(name)} = ${quote(description)}`);
  return `[ordered]@{ ${rows.join("; ")} }`;
}

function renderList(texts: readonly string[]): string {
  return `@(${texts.map(quote).join(", ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
