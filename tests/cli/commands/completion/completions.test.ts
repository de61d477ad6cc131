import { commands, type Command } from "../../../../cli/commands";
import { onPath } from "../../../../core/process/child";
import { askBash, askPowerShell, askZsh, type Ask } from "./shells";

/** One with everything that a command can have: texts that a shell would take for its own, too. */
const hostile: Command = {
  name: "odd",
  says: 'it\'s $(odd): `a` "b" %c [d] {e}',
  usage: ["odd"],
  about: [],
  flags: {
    kind: { value: "A:KIND", choices: ["private", "public"], says: "it's $(one): of [two]" },
    "kind-of": { says: "a \\ and a `b`" },
    many: { value: "NAME", repeats: true, says: "several" },
  },
  takes: "folder",
  codes: {},
  examples: [],
  idle: "nothing",
  isInstalled: true,
  steps: 0,
  needsEngine: false,
};

const all = [...commands, hostile];
const names = all.map(({ name }) => name);

function flagsOf(name: string): readonly string[] {
  return Object.keys(all.find((each) => each.name === name)?.flags ?? {}).map(
    (flag) => `--${flag}`,
  );
}

const cases: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["pulumi-ghcr ", [...names, "help", "--help", "--version"]],
  ["pulumi-ghcr wor", ["workflow"]],
  ["pulumi-ghcr te", ["test", "test-unit"]],
  ["pulumi-ghcr --v", ["--version"]],
  ["pulumi-ghcr help mir", ["mirrors"]],
  ["pulumi-ghcr completion ", ["bash", "zsh", "powershell"]],
  ["pulumi-ghcr completion p", ["powershell"]],
  ...names.map((name) => [`pulumi-ghcr ${name} --`, flagsOf(name)] as const),
  ["pulumi-ghcr mirrors ", flagsOf("mirrors")],
  ["pulumi-ghcr push --tag v1 --st", ["--stack"]],
  ["pulumi-ghcr odd --kind pri", ["private"]],
  ["pulumi-ghcr odd --kind ", ["private", "public"]],
  ["pulumi-ghcr odd --kind=pu", ["public"]],
  ["pulumi-ghcr push --tag --", []],
  ["pulumi-ghcr init --build ", ["pulumi", "actions"]],
];

/** As people say it, and what runs it. */
const shells: readonly (readonly [name: string, program: string, ask: Ask])[] = [
  ["bash", "bash", askBash],
  ["zsh", "zsh", askZsh],
  ["PowerShell", "pwsh", askPowerShell],
];

describe.each(shells)("%s", (name, program, ask) => {
  if (onPath(program) === undefined) {
    // For all to see: nothing is known then of what it makes of its script.
    test.skip(`completions for ${name}: ${program} is not on PATH`, () => undefined);
    return;
  }
  it("offers what stands there, and nothing else", () => {
    const told = ask(
      cases.map(([line]) => line),
      all,
    );
    // In some shells a flag with a value brings its = along.
    const found = told.map((each) => each.map((word) => word.replace(/=$/, "")));
    const lines = cases.map(([line], index) => [line, found[index]]);
    expect(lines).toEqual(cases.map(([line, offered]) => [line, [...offered].sort()]));
  });
});
