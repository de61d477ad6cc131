import type { Argument, Command } from "commander";
import { commandsOf, firstWords, type CompletedCommand, type CompletedOption } from "./words";

/** Completions for zsh, with _arguments and _describe. */
export function zsh(program: Command): string {
  const commands = commandsOf(program);
  return [
    "#compdef pulumi-ghcr",
    "# Completions of pulumi-ghcr for zsh, as 'pulumi-ghcr completion zsh' prints them.",
    "_pulumi_ghcr() {",
    "  local -a first=(",
    ...firstWords(program).map(
      ({ name, description }) => `    ${quoted(`${name}:${description}`)}`,
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
    ...commands.map((command) => `    ${command.name}) _arguments ${specsOf(command)} ;;`),
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

function specsOf({ options, argument }: CompletedCommand): string {
  const rest = argument === undefined ? [] : argumentSpec(argument);
  return [...options.map(optionSpec), ...rest].map(quoted).join(" ");
}

function argumentSpec(argument: Argument): readonly string[] {
  if (argument.argChoices !== undefined) return [`1:choice:(${argument.argChoices.join(" ")})`];
  if (argument.name() === "file") return ["1:file:_files"];
  return argument.name() === "folder" ? ["*:folder:_files -/"] : [];
}

function optionSpec(option: CompletedOption): string {
  const { name, value, choices, description } = option;
  const text = description.replace(/[[\]\\]/g, "\\$&");
  const times = option.isRepeatable ? "*" : "";
  if (value === undefined) return `${times}${name}[${text}]`;
  const among = choices === undefined ? " " : `(${choices.join(" ")})`;
  return `${times}${name}=[${text}]:${value.replaceAll(":", "\\:")}:${among}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
