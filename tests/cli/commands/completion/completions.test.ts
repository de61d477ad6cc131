import { Command, Option } from "commander";
import { repeatableOption } from "../../../../cli/command";
import { createProgram } from "../../../../cli/program";
import { findOnPath } from "../../../../core/process/child";
import { askBash, askPowerShell, askZsh, type Ask } from "./shells";

/**
 * A program with everything that a command can have, and text with special characters of the
 * shells.
 */
const hostile = new Command("odd")
  .summary('it\'s $(odd): `a` "b" %c [d] {e}')
  .argument("[folder...]")
  .addOption(new Option("--kind <a:kind>", "it's $(one): of [two]").choices(["private", "public"]))
  .option("--kind-of", "a \\ and a `b`")
  .addOption(repeatableOption("--many <name>", "several"));

const program = createProgram("1.2.3", () => undefined).addCommand(hostile);
const names = program.commands.map((command) => command.name());

function listOptions(name: string): readonly string[] {
  const command = program.commands.find((each) => each.name() === name);
  const options = (command?.options ?? []).filter(({ hidden }) => !hidden);
  return ["--help", ...options.map((option) => `--${option.name()}`)];
}

const cases: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["pulumi-ghcr ", [...names, "help", "--help", "--version"]],
  ["pulumi-ghcr wor", ["workflow"]],
  ["pulumi-ghcr e", ["explain"]],
  ["pulumi-ghcr --v", ["--version"]],
  ["pulumi-ghcr help mir", ["mirrors"]],
  ["pulumi-ghcr completion ", ["bash", "zsh", "powershell"]],
  ["pulumi-ghcr completion p", ["powershell"]],
  ...names.map((name) => [`pulumi-ghcr ${name} --`, listOptions(name)] as const),
  ["pulumi-ghcr mirrors ", listOptions("mirrors")],
  ["pulumi-ghcr push --stack prod --js", ["--json"]],
  ["pulumi-ghcr odd --kind pri", ["private"]],
  ["pulumi-ghcr odd --kind ", ["private", "public"]],
  ["pulumi-ghcr odd --kind=pu", ["public"]],
  ["pulumi-ghcr push --stack --", []],
  ["pulumi-ghcr init --build ", ["pulumi", "actions"]],
];

/** The shell's name, and the program that runs it. */
const shells: readonly (readonly [name: string, program: string, ask: Ask])[] = [
  ["bash", "bash", askBash],
  ["zsh", "zsh", askZsh],
  ["PowerShell", "pwsh", askPowerShell],
];

describe.each(shells)("%s", (name, shell, ask) => {
  if (findOnPath(shell) === undefined) {
    // A skipped test is reported: this shell was not tested.
    test.skip(`completions for ${name}: ${shell} is not on PATH`, () => undefined);
    return;
  }
  it("offers the possible words and no others", () => {
    const offered = ask(
      cases.map(([line]) => line),
      program,
    );
    // Some shells complete an option with a value together with its `=`.
    const found = offered.map((each) => each.map((word) => word.replace(/=$/, "")));
    const lines = cases.map(([line], index) => [line, found[index]]);
    expect(lines).toEqual(cases.map(([line, offered]) => [line, [...offered].sort()]));
  });
});
