import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { markAsRunElsewhere } from "../accounting";
import type { Story } from "../story";

const root = join(__dirname, "..", "..", "..", "..");

/** README: the commands that need no account. */
export function tryOut({ newcomer, ledger }: Story): void {
  markAsRunElsewhere(ledger, "npm start", [
    { file: "package.json", texts: ['"start": "node scripts/run.mjs scripts/start.ts"'] },
    {
      file: "tests/system/start.test.ts",
      texts: [
        '= ["scripts/start.ts"]',
        '["scripts/run.mjs", ...script]',
        "prints what the sandbox guide shows",
      ],
    },
  ]);
  markAsRunElsewhere(ledger, "npm run --silent sandbox -- --json", [
    {
      file: "tests/system/start.test.ts",
      texts: ['start({}, ["scripts/sandbox.ts", "--json"])'],
    },
  ]);
  markAsRunElsewhere(ledger, "npm test", [{ file: ".ci/run", texts: ["\nnpm test\n"] }]);
  markAsRunElsewhere(ledger, "PULUMI_GHCR_CLIENTS=all npm test", [
    { file: ".ci/run", texts: ["\nnpm test\n"] },
    { file: "tests/toolchain/clients.test.ts", texts: ['PULUMI_GHCR_CLIENTS: "all"'] },
  ]);

  test("--help lists the commands", async () => {
    const { stdout: all } = await newcomer.run("npx pulumi-ghcr --help");
    expect(all).toMatch(/^ {2}init +Set up a stack and publish its first images$/m);
  });

  test("npm ci accepts the lock file", async () => {
    // A dry run, because the packages are installed: it compares package.json with the lock file.
    const { output } = await newcomer.run("npm ci", {
      environment: { npm_config_dry_run: "true" },
    });
    expect(output).toContain("in ");
  });

  test("the toolchain is shown, and can be rebuilt", async () => {
    const { output } = await newcomer.run("npm run toolchain");
    expect(output).toMatch(/^part +from +version +size +what it does$/m);
    expect(output).toMatch(/^registry +/m);
    // It would take minutes. Without a network and a compiler it fails after it has removed the old files.
    const cache = join(newcomer.folder, "engine");
    const built = join(cache, "engine", "registry-0-example", "registry");
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, "");
    const { output: rebuild } = await newcomer.run("npm run toolchain -- --rebuild", {
      environment: {
        ...{ PULUMI_GHCR_CACHE: cache, PULUMI_HOME: cache },
        ...{ PATH: dirname(process.execPath) + ":/bin", HTTPS_PROXY: "http://127.0.0.1:9" },
      },
      code: 2,
    });
    expect(existsSync(built)).toBe(false);
    expect(rebuild).toMatch(/\[1\/1\] Toolchain: FAILED/);
  });

  test("npm run test:unit and npm run fuzz run, here with few tests and inputs", async () => {
    const setup = [
      "resolver.cjs",
      "transform.cjs",
      "environment.cjs",
      "lazy",
      "longestFirst.cjs",
      "withTimeout.ts",
    ];
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
    expect(held).toMatch(/^100 cases, .*\nall properties hold$/m);
  });
}
