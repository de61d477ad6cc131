import type { Argument, Command, Option } from "commander";
import { isRepeatable } from "../../../command";

/** A word to complete, and its description. */
export interface Word {
  readonly name: string;
  readonly description: string;
}

export interface CompletedOption extends Word {
  /** The name of its value; an option without one is a switch. */
  readonly value?: string;
  /** Its values, if they are a fixed set. */
  readonly choices?: readonly string[];
  readonly isRepeatable: boolean;
}

export interface CompletedCommand extends Word {
  readonly options: readonly CompletedOption[];
  /** The first positional argument. */
  readonly argument?: Argument;
}

/** The words that can come first: the commands, `help` and the program's own options. */
export function firstWords(program: Command): readonly Word[] {
  const help = program.createHelp();
  return [
    ...help.visibleCommands(program).map((command) => ({
      name: command.name(),
      description: command.summary() || command.description(),
    })),
    ...optionsOf(program),
  ];
}

export function commandsOf(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: command.summary(),
      options: optionsOf(command),
      ...(argument === undefined ? {} : { argument }),
    };
  });
}

function optionsOf(command: Command): readonly CompletedOption[] {
  return command.createHelp().visibleOptions(command).map(completedOption);
}

function completedOption(option: Option): CompletedOption {
  const [, value] = /<(.+)>/.exec(option.flags) ?? [];
  return {
    name: `--${option.name()}`,
    description: option.description,
    isRepeatable: isRepeatable(option),
    ...(value === undefined ? {} : { value }),
    ...(option.argChoices === undefined ? {} : { choices: option.argChoices }),
  };
}
