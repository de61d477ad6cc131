import { Command } from "commander";
import type { Finish } from "./command";
import { completionCommand } from "./commands/completion/command";
import { doctorCommand } from "./commands/doctor/command";
import { explainCommand } from "./commands/explain/command";
import { fleetCommand } from "./commands/fleet/command";
import { initCommand } from "./commands/init/command";
import { mirrorsCommand } from "./commands/mirrors/command";
import { outputsCommand } from "./commands/outputs/command";
import { pushCommand } from "./commands/push/command";
import { statusCommand } from "./commands/status/command";
import { workflowCommand } from "./commands/workflow/command";

/** All commands, in the order in which the help lists them. */
const commands = [
  initCommand,
  doctorCommand,
  pushCommand,
  fleetCommand,
  outputsCommand,
  statusCommand,
  explainCommand,
  mirrorsCommand,
  workflowCommand,
  completionCommand,
];

/**
 * Creates the command line. A command's code is loaded when it runs; `finish` receives its exit
 * code.
 */
export function createProgram(version: string, finish: Finish): Command {
  const program = new Command("pulumi-ghcr")
    .description(
      "Make GitHub repositories able to publish containers to ghcr.io, and publish them.",
    )
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "Show the help of a command")
    .addHelpText("after", exitCodesNote)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    // A command's options follow its name: in `push --version`, `--version` is not the program's.
    .enablePositionalOptions()
    // main.ts prints the problem, as text or JSON.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const create of commands) {
    program.addCommand(create(finish).copyInheritedSettings(program));
  }
  return program;
}

const exitCodesNote = `
Exit codes:
  0        success
  1        a failure; with --check, the command found something
  2        the command could not run, or could not determine the result
  128 + n  signal n ended the command`;
