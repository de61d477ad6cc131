import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "../../cli/arguments";
import { commands, type Command } from "../../cli/commands";
import { helpOf, overview } from "../../cli/commands/help";
import * as completion from "../../cli/commands/completion/main";
import * as docs from "../../scripts/docs/main";
import * as doctor from "../../cli/commands/doctor/main";
import * as engine from "../../scripts/toolchain";
import * as explain from "../../cli/commands/explain/main";
import * as init from "../../cli/commands/init/main";
import * as mirrors from "../../cli/commands/mirrors/main";
import * as push from "../../cli/commands/push/main";
import * as sandbox from "../../scripts/sandbox";
import * as start from "../../scripts/start";
import * as test from "../../scripts/test";
import * as testUnit from "../../scripts/testUnit";
import * as workflow from "../../cli/commands/workflow/main";
import * as fuzz from "../fuzz/main";
import { consoleSaid } from "./consoleSaid";

type Main = (args: readonly string[], steps: number) => Promise<number>;

const mains: Readonly<Record<string, Main>> = Object.fromEntries(
  Object.entries({
    ...{ completion, docs, doctor, engine, explain, fuzz, init, mirrors, push },
    ...{ sandbox, start, test, "test-unit": testUnit, workflow },
  }).map(([name, { main }]) => [name, main]),
);

/** What each says that cannot run without any argument; the others run. */
const missing: Readonly<Record<string, string>> = {
  completion: "the shell is missing: bash, zsh, powershell",
  doctor: "--repository is missing; write --repository OWNER/NAME",
  mirrors: "there is no pulumi on PATH",
  push: "--tag is missing; write for instance --tag v1.0.0",
  workflow: "the repository is missing: OWNER/NAME",
};

const said = consoleSaid();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-every-"));
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  jest.replaceProperty(process, "env", { PATH: folder });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run({ name, steps }: Command, ...args: readonly string[]): Promise<number> {
  const main = mains[name];
  if (main === undefined) throw new Error(`no test knows the command ${name}`);
  return main(args, steps);
}

function closing({ name, idle }: Command): string {
  return `${name}: ${idle}; --help tells how it is called\n`;
}

/** A flag of its own with two letters swapped. */
function mistyped({ flags }: Command): readonly [wrong: string, right: string] {
  const [right = ""] = Object.keys(flags).sort((one, other) => other.length - one.length);
  const [first = "", second = "", ...rest] = right;
  return [second + first + rest.join(""), right];
}

describe.each(commands.map((command) => [command.name, command] as const))(
  "%s",
  (_name, command) => {
    it("refuses a flag that there is not, and ends with 2", async () => {
      const code = await run(command, "--xyzzy");
      expect([code, said.out]).toEqual([2, ""]);
      expect(said.error).toMatch(new RegExp(`^${command.name}: there is no flag --xyzzy\n`));
      expect(said.error.endsWith(closing(command))).toBe(true);
    });

    it("suggests the flag that was meant", async () => {
      const [wrong, right] = mistyped(command);
      expect(await run(command, `--${wrong}`)).toBe(2);
      expect(said.error).toContain(`there is no flag --${wrong}; did you mean --${right}?\n`);
    });

    it("never repeats a token", async () => {
      expect(await run(command, "--xyzzy=1", "--ghp_fakeFAKE", "a", "b", "ghp_fakeFAKE")).toBe(2);
      expect(said.error).toContain(command.name);
      expect(said.error + said.out).not.toContain("fakeFAKE");
    });

    it.each(["--help", "-h"])("tells with %s how it is called, and ends with 0", async (flag) => {
      const code = await run(command, flag);
      expect([code, said]).toEqual([0, { out: `${helpOf(command)}\n`, error: "" }]);
    });

    it("tells all of it within 80 columns: usage, flags, ends and an example", () => {
      const lines = helpOf(command).split("\n");
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      expect(lines[0]).toMatch(new RegExp(`^pulumi-ghcr ${command.name}( |$)`));
      for (const flag of Object.keys(command.flags)) {
        expect(lines.some((line) => line.startsWith(`  --${flag} `))).toBe(true);
      }
      expect(lines).toContain("It ends with");
      expect(Object.keys(command.codes)).toEqual(expect.arrayContaining(["0", "2"]));
      expect(command.examples.length).toBeGreaterThan(0);
    });

    it("takes each of its own examples, and the flags of its usage", () => {
      const call = new RegExp(`pulumi-ghcr ${command.name}((?: [^|>)]+)?)`);
      for (const line of [
        ...command.examples,
        ...command.usage.map((each) => `pulumi-ghcr ${each}`),
      ]) {
        const [, text = ""] = call.exec(line) ?? [];
        const args = text.replace(/[[\]]/g, "").trim().split(/\s+/).filter(Boolean);
        expect([line, readArguments(args, command.flags, 2).problems]).toEqual([line, []]);
      }
    });
  },
);

describe("a command without arguments", () => {
  const rows = commands.flatMap((command) => {
    const says = missing[command.name];
    return says === undefined ? [] : [[command.name, says, command] as const];
  });

  it.each(rows)("%s says what is missing: %s", async (_name, says, command) => {
    expect([await run(command), said.out]).toEqual([2, ""]);
    expect(said.error).toContain(`${command.name}: ${says}`);
    expect(said.error.endsWith(closing(command))).toBe(true);
  });

  it("says it to a program, too, where it has --json", async () => {
    const able = rows.filter(([, , { flags }]) => "json" in flags);
    expect(able.map(([name]) => name)).toEqual(["doctor", "push", "mirrors"]);
    for (const [, says, command] of able) {
      Object.assign(said, { out: "", error: "" });
      expect([await run(command, "--json"), said.error]).toEqual([2, ""]);
      const problems = [expect.stringContaining(says) as string];
      expect(JSON.parse(said.out)).toEqual({ version: 1, outcome: "could not run", problems });
    }
  });
});

it("all of them stand in the help, within 80 columns", () => {
  const lines = overview(commands).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const { name } of commands) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
  }
});

it("npm has each that is run in a clone, by the same name, and nothing else of ours", () => {
  const file = join(__dirname, "..", "..", "package.json");
  const { scripts } = JSON.parse(readFileSync(file, "utf8")) as {
    scripts: Record<string, string>;
  };
  const wanted = commands
    .filter(({ name }) => name !== "completion")
    .map(({ name }) => [name.replace("-", ":"), `node cli/bootstrap.mjs ${name}`] as const);
  const { prepack, ...ours } = scripts;
  expect(prepack).toBeDefined();
  expect(ours).toEqual(Object.fromEntries(wanted));
});
