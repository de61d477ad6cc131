import { main } from "../../cli/main";
import { createProgram } from "../../cli/program";
import { captureConsole } from "./captureConsole";

const captured = captureConsole();

async function run(...args: readonly string[]) {
  const code = await main(args, "1.2.3");
  return { code, ...captured };
}

const { commands } = createProgram("1.2.3", () => undefined);
const names = commands.map((command) => command.name());

it.each([[["--help"]], [["-h"]], [["help"]]])("%j lists the commands", async (args) => {
  const { code, out, error } = await run(...args);
  expect([code, error]).toEqual([0, ""]);
  const lines = out.split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const name of [...names, "help"]) {
    expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
  }
});

it("without arguments it shows the same, and could not run", async () => {
  const { code, out, error } = await run();
  expect([code, out]).toEqual([2, ""]);
  expect(error).toContain("Usage: pulumi-ghcr [options] [command]\n");
});

it.each(names)("help %s shows what --help shows", async (name) => {
  const { code, out, error } = await run("help", name);
  expect([code, error]).toEqual([0, ""]);
  expect(out).toContain(`Usage: pulumi-ghcr ${name} `);
  captured.out = "";
  expect((await run(name, "--help")).out).toBe(out);
});

it("prints its version, only before a command", async () => {
  expect(await run("--version")).toEqual({ code: 0, out: "1.2.3\n", error: "" });
  expect(await run("explain", "--version")).toMatchObject({
    code: 2,
    error: expect.stringContaining("explain: unknown option '--version'") as string,
  });
});

it.each([
  [["begin"], "unknown command 'begin'"],
  [["doctro", "--json"], "unknown command 'doctro'\npulumi-ghcr: (Did you mean doctor?)"],
  [["hlep"], "unknown command 'hlep'\npulumi-ghcr: (Did you mean help?)"],
  [["--verison"], "unknown option '--verison'\npulumi-ghcr: (Did you mean --version?)"],
  [["-x"], "unknown option '-x'"],
  [["constructor"], "unknown command 'constructor'"],
  [["ghp_fakeFAKE"], "unknown command"],
  [["hunter2"], "unknown command"],
  [["--ghp_fakeFAKE"], "unknown option"],
])("%j is rejected with the problem", async (args, problem) => {
  const end = "pulumi-ghcr: nothing was changed; 'pulumi-ghcr --help' shows the usage\n";
  expect(await run(...args)).toEqual({
    code: 2,
    out: "",
    error: `pulumi-ghcr: ${problem}\n${end}`,
  });
});
