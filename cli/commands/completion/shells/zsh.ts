import type { Argument, Command } from "commander";
import { listCommands, listFirstWords, type CommandWord, type OptionWord } from "./words";

/** Completions for zsh, with _arguments and _describe. */
export function renderZsh(program: Command): string {
  const commands = listCommands(program);
  return [
    "#compdef pulumi-ghcr",
    "# Completions of pulumi-ghcr for zsh, as 'pulumi-ghcr completion zsh' prints them.",
    "_pulumi_ghcr() {",
    "  local -a first=(",
    ...listFirstWords(program).map(
      ({ name, description }) => `    ${quote(`${name}:${description}`)}`,
    ),
    "  )",
    "  if ((CURRENT == 2)); then",
    "    _describe -t commands 'command of pulumi-ghcr' first",
    "    return",
    "  fi",
    "  # From here on, the line is the command and its arguments.",
    '  local command="$words[2]"',
    "  shift words",
    "  ((CURRENT--))",
    '  case "$command" in',
    ...commands.map((command) => `    ${command.name}) _arguments ${renderSpecs(command)} ;;`),
    `    help) ((CURRENT == 2)) && compadd ${commands.map(({ name }) => name).join(" ")} ;;`,
    "  esac",
    "}",
    "# Autoloaded as a function, or sourced as a script.",
    'if [[ "$funcstack[1]" == _pulumi_ghcr ]]; then',
    '  _pulumi_ghcr "$@"',
    "else",
    "  (($+functions[compdef])) || { autoload -Uz compinit && compinit -u; }",
    "  compdef _pulumi_ghcr pulumi-ghcr",
    "fi",
  ].join("\n");
}

function renderSpecs({ options, argument }: CommandWord): string {
  const rest = argument === undefined ? [] : argumentSpec(argument);
  return [...options.map(optionSpec), ...rest].map(quote).join(" ");
}

function argumentSpec(argument: Argument): readonly string[] {
  if (argument.argChoices !== undefined) return [`1:choice:(${argument.argChoices.join(" ")})`];
  if (argument.name() === "file") return ["1:file:_files"];
  return argument.name() === "folder" ? ["*:folder:_files -/"] : [];
}

function optionSpec(option: OptionWord): string {
  const { name, value, choices, description } = option;
  const text = description.replace(/[[\]\\]/g, "\\$&");
  const times = option.isRepeatable ? "*" : "";
  if (value === undefined) return `${times}${name}[${text}]`;
  const among = choices === undefined ? " " : `(${choices.join(" ")})`;
  return `${times}${name}=[${text}]:${value.replaceAll(":", "\\:")}:${among}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
