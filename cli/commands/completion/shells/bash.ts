import type { Command } from "commander";
import { listCommands, listFirstWords, type CommandWord } from "./words";

/**
 * Completions for bash 3.2 (the version on macOS) or newer; no bash-completion package is required.
 */
export function renderBash(program: Command): string {
  const commands = listCommands(program);
  const valued = commands.flatMap((command) =>
    command.options.flatMap(({ name, choices }) =>
      choices === undefined
        ? []
        : [`      "${command.name} ${name}") choices="${choices.join(" ")}" ;;`],
    ),
  );
  const free = commands.flatMap((command) =>
    command.options.flatMap(({ name, value, choices }) =>
      value !== undefined && choices === undefined ? [`"${command.name} ${name}"`] : [],
    ),
  );
  const words = commands.map((command) => `          ${command.name}) ${choicesOf(command)} ;;`);
  const first = listFirstWords(program).map(({ name }) => name);
  return [
    "# Completions of pulumi-ghcr for bash, as 'pulumi-ghcr completion bash' prints them.",
    "_pulumi_ghcr() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" choices=""',
    "  # bash splits --option=value at the =.",
    '  if [[ $word == "=" ]]; then',
    '    word=""',
    '  elif [[ $before == "=" ]]; then',
    '    before="${COMP_WORDS[COMP_CWORD - 2]}"',
    "  fi",
    "  if ((COMP_CWORD == 1)); then",
    `    choices="${first.join(" ")}"`,
    "  else",
    '    case "${COMP_WORDS[1]} $before" in',
    ...valued,
    "      # A free value: offer files.",
    `      ${free.join(" | ")}) ;;`,
    "      *)",
    '        case "${COMP_WORDS[1]}" in',
    ...words,
    `          help) ((COMP_CWORD == 2)) && choices="${commands.map(({ name }) => name).join(" ")}" ;;`,
    "        esac",
    "        ;;",
    "    esac",
    "  fi",
    '  COMPREPLY=($(compgen -W "$choices" -- "$word"))',
    "}",
    "complete -o default -F _pulumi_ghcr pulumi-ghcr",
  ].join("\n");
}

/** The options, or the argument's choices unless an option has been started. */
function choicesOf({ options, argument }: CommandWord): string {
  const names = `choices="${options.map(({ name }) => name).join(" ")}"`;
  const choices = argument?.argChoices;
  if (choices === undefined) return names;
  return `if [[ $word == -* ]]; then ${names}; else choices="${choices.join(" ")}"; fi`;
}
