import type { Command } from "../..";
import { firstOf, flagsOf, type NamedFlag } from "./words";

/** Completions for zsh, by its own _arguments and _describe. */
export function zsh(commands: readonly Command[]): string {
  return [
    "#compdef pulumi-ghcr",
    "# Completions of pulumi-ghcr for zsh, as 'pulumi-ghcr completion zsh' prints them.",
    "_pulumi_ghcr() {",
    "  local -a first=(",
    ...firstOf(commands).map(([word, says]) => `    ${quoted(`${word}:${says}`)}`),
    "  )",
    "  if ((CURRENT == 2)); then",
    "    _describe -t commands 'command of pulumi-ghcr' first",
    "    return",
    "  fi",
    "  # From here on the command's own words are the whole line.",
    '  local command="$words[2]"',
    "  shift words",
    "  ((CURRENT--))",
    '  case "$command" in',
    ...commands.map((command) => `    ${command.name}) _arguments ${specsOf(command)} ;;`),
    `    help) ((CURRENT == 2)) && compadd ${commands.map(({ name }) => name).join(" ")} ;;`,
    "  esac",
    "}",
    "# It is a function that is being loaded, or a script that is read.",
    'if [[ "$funcstack[1]" == _pulumi_ghcr ]]; then',
    '  _pulumi_ghcr "$@"',
    "else",
    "  (($+functions[compdef])) || { autoload -Uz compinit && compinit -u; }",
    "  compdef _pulumi_ghcr pulumi-ghcr",
    "fi",
  ].join("\n");
}

function specsOf(command: Command): string {
  const { takes } = command;
  const rest =
    takes === undefined
      ? []
      : takes === "file"
        ? ["1:file:_files"]
        : takes === "folder"
          ? ["*:folder:_files -/"]
          : [`1:choice:(${takes.join(" ")})`];
  return [...flagsOf(command).map(specOf), ...rest].map(quoted).join(" ");
}

function specOf({ name, value, choices, repeats, says }: NamedFlag): string {
  const text = says.replace(/[[\]\\]/g, "\\$&");
  const times = repeats === true ? "*" : "";
  if (value === undefined) return `${times}--${name}[${text}]`;
  const among = choices === undefined ? " " : `(${choices.join(" ")})`;
  return `${times}--${name}=[${text}]:${value.replaceAll(":", "\\:")}:${among}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
