import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commands } from "../../cli/commands";
import { helpOf, overview } from "../../cli/commands/help";

const root = join(__dirname, "..", "..");

/** What a fresh clone has that needs nothing installed; neither npm nor anything else is on PATH. */
const plain = [
  ...readdirSync(join(root, "cli")).flatMap((name) =>
    /\.(mjs|json)$/.test(name) ? [`cli/${name}`] : [],
  ),
  "core/text/nearest.cjs",
  "package.json",
  "package-lock.json",
];

let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "pulumi-ghcr-front-"));
  for (const file of plain) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    copyFileSync(join(root, file), join(clone, file));
  }
});

afterAll(() => {
  rmSync(clone, { recursive: true });
});

function run(file: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, file), ...args], {
    encoding: "utf8",
    env: { PATH: clone },
  });
  return { code: status, out: stdout, error: stderr };
}

const all = `${overview(commands)}\n`;
const end = "pulumi-ghcr: nothing was run; --help tells how it is called\n";
const refused = (problem: string) => ({
  code: 2,
  out: "",
  error: `pulumi-ghcr: ${problem}\n${end}`,
});

describe.each(["cli/bin.mjs", "cli/bootstrap.mjs"])(
  "%s answers before anything is installed",
  (file) => {
    it.each([[["--help"]], [["-h"]], [["help"]], [["help", "--help"]]])(
      "%j with all commands",
      (args) => {
        expect(run(file, ...args)).toEqual({ code: 0, out: all, error: "" });
      },
    );

    it("a bare call with the same, as it is called wrongly", () => {
      expect(run(file)).toEqual({ code: 2, out: "", error: all });
    });

    it.each(commands.map((command) => [command.name, command] as const))(
      "what %s does",
      (name, command) => {
        const told = { code: 0, out: `${helpOf(command)}\n`, error: "" };
        expect(run(file, "help", name)).toEqual(told);
        expect(run(file, name, "--xyzzy", "--help")).toEqual(told);
        expect(run(file, name, "-h")).toEqual(told);
      },
    );

    it("which version it is", () => {
      expect(run(file, "--version")).toEqual({ code: 0, out: "0.1.0\n", error: "" });
    });

    it.each([
      [["strat"], "there is no command 'strat'; did you mean start?"],
      [["Doctro", "--json"], "there is no command 'Doctro'; did you mean doctor?"],
      [["hlep"], "there is no command 'hlep'; did you mean help?"],
      [["help", "psuh"], "there is no command 'psuh'; did you mean push?"],
      [["help", "push", "mirrors"], "help is of one command at a time"],
      [["--verison"], "there is no flag --verison; did you mean --version?"],
      [["-x"], "there is no flag -x"],
      [["constructor"], "there is no command 'constructor'"],
      [["ghp_fakeFAKE"], "there is no such command"],
      [["--ghp_fakeFAKE"], "there is no such flag"],
      [[""], "there is no such command"],
    ])("%j with what is wrong", (args, problem) => {
      expect(run(file, ...args)).toEqual(refused(problem));
    });
  },
);

it("a Node that is too old is told, and nothing is installed", () => {
  const old = 'Object.defineProperty(process.versions, "node", { value: "20.18.3" })';
  const args = ["--import", `data:text/javascript,${encodeURIComponent(old)}`];
  const bin = join(clone, "cli", "bin.mjs");
  const { status, stderr } = spawnSync(process.execPath, [...args, bin, "doctor"], {
    encoding: "utf8",
    env: { PATH: clone },
  });
  expect([status, stderr]).toEqual([
    2,
    `pulumi-ghcr: this needs Node 20.19 or newer, and this is Node 20.18.3\n${end}`,
  ]);
});

it("where the packages cannot be installed, it could not run", () => {
  const { code, error } = run("cli/bin.mjs", "doctor");
  expect(code).toBe(2);
  expect(error).toContain("Node packages: FAILED");
});
