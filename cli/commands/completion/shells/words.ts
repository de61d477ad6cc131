import type { Argument, Command, Option } from "commander";
import { isRepeatable } from "../../../command";

/** A word to complete, and its description. */
export interface Word {
  readonly name: string;
  readonly description: string;
}

export interface OptionWord extends Word {
  /** The name of its value; an option without one is a switch. */
  readonly value?: string;
  /** Its values, if they are a fixed set. */
  readonly choices?: readonly string[];
  readonly isRepeatable: boolean;
}

export interface CommandWord extends Word {
  readonly options: readonly OptionWord[];
  /** The first positional argument. */
  readonly argument?: Argument;
}

/** The words that can come first: the commands, `help` and the program's own options. */
export function listFirstWords(program: Command): readonly Word[] {
  const help = program.createHelp();
  return [
    ...help.visibleCommands(program).map((command) => ({
      name: command.name(),
      description: command.summary() || command.description(),
    })),
    ...listOptions(program),
  ];
}

export function listCommands(program: Command): readonly CommandWord[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: command.summary(),
      options: listOptions(command),
      ...(argument === undefined ? {} : { argument }),
    };
  });
}

function listOptions(command: Command): readonly OptionWord[] {
  return command.createHelp().visibleOptions(command).map(describeOption);
}

function describeOption(option: Option): OptionWord {
  const [, value] = /<(.+)>/.exec(option.flags) ?? [];
  return {
    name: `--${option.name()}`,
    description: option.description,
    isRepeatable: isRepeatable(option),
    ...(value === undefined ? {} : { value }),
    ...(option.argChoices === undefined ? {} : { choices: option.argChoices }),
  };
}
