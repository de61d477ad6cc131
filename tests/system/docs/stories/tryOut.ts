import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runElsewhere } from "../accounts";
import type { Story } from "../story";

const root = join(__dirname, "..", "..", "..", "..");

/** README: what is tried without an account. */
export function tryOut({ newcomer, ledger }: Story): void {
  runElsewhere(ledger, "npm start", [
    { file: "package.json", has: ['"start": "node scripts/run.mjs scripts/start.ts"'] },
    {
      file: "tests/system/start.test.ts",
      has: [
        '= ["scripts/start.ts"]',
        '["scripts/run.mjs", ...script]',
        "prints what the sandbox guide shows",
      ],
    },
  ]);
  runElsewhere(ledger, "npm run --silent sandbox -- --json", [
    {
      file: "tests/system/start.test.ts",
      has: ['start({}, ["scripts/sandbox.ts", "--json"])'],
    },
  ]);
  runElsewhere(ledger, "npm test", [{ file: ".ci/run", has: ["\nnpm test\n"] }]);
  runElsewhere(ledger, "PULUMI_GHCR_CLIENTS=all npm test", [
    { file: ".ci/run", has: ["\nnpm test\n"] },
    { file: "tests/toolchain/clients.test.ts", has: ['PULUMI_GHCR_CLIENTS: "all"'] },
  ]);

  test("the commands are listed", async () => {
    const { stdout: all } = await newcomer.run("npx pulumi-ghcr --help");
    expect(all).toMatch(/^ {2}init +Set up a stack and publish its first images$/m);
  });

  test("the packages are those of the lock", async () => {
    // They are here already: this asks whether package.json and the lock agree, and installs nothing.
    const { output } = await newcomer.run("npm ci", {
      environment: { npm_config_dry_run: "true" },
    });
    expect(output).toContain("in ");
  });

  test("the toolchain is shown, and can be rebuilt", async () => {
    const { output } = await newcomer.run("npm run toolchain");
    expect(output).toMatch(/^part +from +version +size +what it does$/m);
    expect(output).toMatch(/^registry +/m);
    // To build it all takes ten minutes, so that there is no compiler: what was there is gone.
    const cache = join(newcomer.folder, "engine");
    const built = join(cache, "engine", "registry-0-example", "registry");
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, "");
    const { output: anew } = await newcomer.run("npm run toolchain -- --rebuild", {
      environment: { PULUMI_GHCR_CACHE: cache, PATH: dirname(process.execPath) + ":/bin" },
      code: 2,
    });
    expect(existsSync(built)).toBe(false);
    expect(anew).toMatch(/\[1\/1\] Toolchain: FAILED/);
  });

  test("the unit tests and the hostile inputs run, here with one test and a few inputs", async () => {
    const setup = ["transform.cjs", "typescript.cjs", "longestFirst.cjs", "withTimeout.ts"];
    const some = [
      ...setup,
      "system/support/setup.ts",
      "fuzz",
      "core",
      "stack",
      "cli/variables.test.ts",
    ];
    for (const name of some) {
      const filter = (path: string): boolean => !path.endsWith(".test.ts") || name.endsWith(".ts");
      cpSync(join(root, "tests", name), newcomer.path("tests", name), { recursive: true, filter });
    }
    const { output } = await newcomer.run("npm run test:unit");
    expect(output).toMatch(/^[1-9]\d* passed, 0 failed$/m);
    const { output: held } = await newcomer.run("npm run fuzz", { more: "-- --cases 100" });
    expect(held).toMatch(/^100 cases, .*\nall held$/m);
  });
}
