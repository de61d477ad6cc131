import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { main } from "../../cli/main";
import { createProgram } from "../../cli/program";
import { captureConsole } from "./captureConsole";
import { folderForEachTest } from "./testFolder";

/** The problem of each command that cannot run without arguments; the others run. */
const missing: Readonly<Record<string, string>> = {
  completion: "missing required argument 'shell'",
  doctor: "--repository is missing; write --repository OWNER/NAME",
  fleet: "missing required argument 'action'",
  mirrors: "'pulumi stack ls' failed: no login",
  outputs: "missing required argument 'folder'",
  push: "the version is missing; for example: push v1.0.0, or push --bump patch",
  status: "'pulumi stack ls' failed: no login",
  workflow: "missing argument OWNER/NAME",
};

const captured = captureConsole();
const folder = folderForEachTest();

beforeEach(() => {
  jest.spyOn(process, "cwd").mockReturnValue(folder.path);
  const pulumi = "#!/bin/sh\necho 'error: no login'; exit 1\n";
  writeFileSync(join(folder.path, "pulumi"), pulumi, { mode: 0o755 });
  jest.replaceProperty(process, "env", { PATH: folder.path });
});

const run = (command: Command, ...args: readonly string[]): Promise<number> =>
  main([command.name(), ...args], "1.2.3");

const { commands } = createProgram("1.2.3", () => undefined);

function closingLine(command: Command): string {
  const name = command.name();
  return `${name}: nothing was changed; 'pulumi-ghcr ${name} --help' shows the usage\n`;
}

/** One of the command's options with two letters swapped. */
function mistypeOption(command: Command): readonly [wrong: string, right: string] {
  const all = command.createHelp().visibleOptions(command);
  const [right = ""] = all
    .map((option) => option.name())
    .sort((one, other) => other.length - one.length);
  const [first = "", second = "", ...rest] = right;
  return [second + first + rest.join(""), right];
}

describe.each(commands.map((command) => [command.name(), command] as const))(
  "%s",
  (name, command) => {
    it("rejects an unknown option with 2", async () => {
      expect([await run(command, "--xyzzy"), captured.out]).toEqual([2, ""]);
      expect(captured.error).toBe(`${name}: unknown option '--xyzzy'\n${closingLine(command)}`);
    });

    it("suggests a similar option", async () => {
      const [wrong, right] = mistypeOption(command);
      expect(await run(command, `--${wrong}`)).toBe(2);
      expect(captured.error).toContain(
        `${name}: unknown option '--${wrong}'\n${name}: (Did you mean --${right}?)\n`,
      );
    });

    it.each([
      [["--xyzzy=hunter2"]],
      [["--ghp_fakeFAKE"]],
      [["--token", "hunter2"]],
      [["--token=hunter2"]],
      [["-hunter2"]],
      [["a", "b", "ghp_fakeFAKE", "--xyzzy", "hunter2"]],
      [["--stack", "ghp_fakeFAKE", "--stack", "ghp_fakeFAKE"]],
      [["--tag=", "hunter2"]],
    ])("never repeats a possible token: %j", async (args) => {
      if (!args[0]?.startsWith("-h")) expect(await run(command, ...args)).toBe(2);
      expect(captured.error + captured.out).not.toMatch(/fakeFAKE|unter2/);
    });

    it("explains where a token belongs", async () => {
      expect(await run(command, "--token", "x")).toBe(2);
      expect(captured.error).toContain(`${name}: Never pass a token as an argument`);
    });

    it.each(["--help", "-h"])(
      "shows its usage with %s, whatever other arguments there are",
      async (option) => {
        expect([await run(command, "--xyzzy", option), captured.error]).toEqual([0, ""]);
        const lines = captured.out.split("\n");
        expect(lines.filter((line) => line.length > 80)).toEqual([]);
        expect(lines[0]).toMatch(new RegExp(`^Usage: pulumi-ghcr ${name} `));
        for (const { flags } of command.options.filter(({ hidden }) => !hidden)) {
          expect(lines.filter((line) => line.startsWith(`  ${flags} `))).toHaveLength(1);
        }
        expect(captured.out).toMatch(/\nExit codes:\n {2}0 {2}.*\n[^]* {2}2 {2}/);
        expect(captured.out).toMatch(/\nExamples:\n {2}\S/);
      },
    );

    it("accepts each of its own examples", async () => {
      await run(command, "--help");
      const [, examples = ""] = captured.out.split("\nExamples:\n");
      const lines = examples.split("\n").filter((line) => line.includes(`pulumi-ghcr ${name}`));
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const [, text = ""] = new RegExp(`pulumi-ghcr ${name}((?: [^|>)]+)?)`).exec(line) ?? [];
        const program = createProgram("1.2.3", () => undefined);
        const parsing = program.commands.find((each) => each.name() === name);
        parsing?.action(() => undefined);
        const args = text.trim().split(/\s+/).filter(Boolean);
        expect(() => program.parse([name, ...args], { from: "user" })).not.toThrow();
      }
    });
  },
);

it("what only contributors type is in CONTRIBUTING.md, not in the help", () => {
  const contributing = readFileSync(join(__dirname, "..", "..", "CONTRIBUTING.md"), "utf8");
  const left = commands.flatMap((command) =>
    command.options
      .filter(({ hidden }) => hidden)
      .map(({ flags }) => `pulumi-ghcr ${command.name()} ${flags.replace(/<(.+)>/, toUpper)}`),
  );
  expect(left.sort()).toEqual([
    "pulumi-ghcr doctor --registry HOST",
    "pulumi-ghcr push --tag VERSION",
  ]);
  for (const line of left) expect(contributing).toContain(`\`npx ${line}\``);
});

function toUpper(_flag: string, value: string): string {
  return value.toUpperCase();
}

describe("a command without arguments", () => {
  const rows = commands.flatMap((command) => {
    const problem = missing[command.name()];
    return problem === undefined ? [] : [[command.name(), problem, command] as const];
  });

  it.each(rows)("%s reports what is missing: %s", async (name, problem, command) => {
    expect([await run(command), captured.out]).toEqual([2, ""]);
    expect(captured.error).toContain(`${name}: ${problem}`);
    expect(captured.error.endsWith(closingLine(command))).toBe(true);
  });

  const withJson = rows.filter(([, , { options }]) =>
    options.some(({ long }) => long === "--json"),
  );

  it("reports it as JSON with --json", async () => {
    expect(withJson.map(([name]) => name)).toEqual([
      "doctor",
      "push",
      "fleet",
      "status",
      "mirrors",
    ]);
    for (const [, problem, command] of withJson) {
      Object.assign(captured, { out: "", error: "" });
      expect([await run(command, "--json"), captured.error]).toEqual([2, ""]);
      const problems = [expect.stringContaining(problem) as string];
      expect(JSON.parse(captured.out)).toEqual({ version: 2, outcome: "unknown", problems });
    }
  });

  it("reports commander's errors as JSON too", async () => {
    for (const [, , command] of withJson) {
      Object.assign(captured, { out: "", error: "" });
      expect([await run(command, "--json", "--jsno"), captured.error]).toEqual([2, ""]);
      expect(JSON.parse(captured.out)).toEqual({
        version: 2,
        outcome: "unknown",
        problems: ["unknown option '--jsno'", "(Did you mean --json?)"],
      });
    }
  });
});

describe("a value", () => {
  it.each([
    [["push", "--tag"], "push: option '--tag <version>' argument missing\n"],
    [["push", "--tag", ""], "argument '' is invalid. A value is missing.\n"],
    [["push", "--tag", "--stack"], "argument '--stack' is invalid. A value is missing.\n"],
    [
      ["push", "--tag=v1", "--tag", "v2"],
      "argument 'v2' is invalid. The option can be given only once.\n",
    ],
    [["push", "--json=yes"], "push: unknown option '--json'\n"],
    [["push", "v1", "v2"], "push: too many arguments for 'push'. Expected 1 argument but got 2.\n"],
    [["push", "--bump", "mayor"], "is invalid. Allowed choices are patch, minor, major.\n"],
    [["init", "--build", "docker"], "is invalid. Allowed choices are pulumi, actions.\n"],
    [["completion", "zhs"], "is invalid for argument 'shell'. Allowed choices are bash, zsh, pow"],
  ])("%j is rejected", async (args, problem) => {
    expect([await main(args, "1.2.3"), captured.out]).toEqual([2, ""]);
    expect(captured.error).toContain(problem);
  });
});
