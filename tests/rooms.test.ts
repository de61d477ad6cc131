import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findCircles, listSources, readImports, readSpecifiers } from "./imports";

const root = join(__dirname, "..");

/** A file, which need not exist, and what it imports: see the table in CONTRIBUTING.md. */
interface Crossing {
  readonly file: string;
  readonly imports: string;
}

/** Runs ESLint's Node API in a separate process; returns the messages for each crossing. */
function evaluate(crossings: readonly Crossing[]): readonly (readonly string[])[] {
  const code = `
    import { ESLint } from "eslint";
    const rule = "import-x/no-restricted-paths";
    const eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === rule,
      // The rule needs no types, so these files need not exist.
      overrideConfig: {
        files: ["**/*.ts"],
        languageOptions: { parserOptions: { projectService: false } },
      },
    });
    const messages = [];
    for (const { file, imports } of JSON.parse(process.argv[1])) {
      const text = \`import "\${imports}";\\n\`;
      const [result] = await eslint.lintText(text, { filePath: file });
      messages.push(result.messages.map(({ ruleId, message }) => \`\${ruleId}: \${message}\`));
    }
    console.log(JSON.stringify(messages));
  `;
  const args = ["--input-type=module", "--eval", code, JSON.stringify(crossings)];
  const options = { cwd: root, encoding: "utf8" } as const;
  const { stdout, stderr } = spawnSync(process.execPath, args, options);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}

const forbidden: readonly Crossing[] = [
  { file: "sandbox/x.ts", imports: "../core/oci/reference" },
  { file: "sandbox/github/x.ts", imports: "../../toolchain" },
  { file: "toolchain/x.ts", imports: "../sandbox" },
  { file: "toolchain/x.ts", imports: "../stack/settings" },
  { file: "core/x.ts", imports: "../stack/settings" },
  { file: "core/tags/x.ts", imports: "../../components" },
  { file: "core/x.ts", imports: "../toolchain" },
  { file: "components/x.ts", imports: "../stack/settings" },
  { file: "components/x.ts", imports: "../toolchain" },
  { file: "components/x.ts", imports: "../index" },
  { file: "stack/x.ts", imports: "../cli/exitCodes" },
  { file: "stack/preflight/x.ts", imports: "../../toolchain" },
  { file: "cli/x.ts", imports: "../index" },
  { file: "cli/x.ts", imports: "../scripts/world" },
  { file: "cli/x.ts", imports: "../toolchain" },
  { file: "cli/commands/x.ts", imports: "../../sandbox/sandboxError" },
  { file: "cli/x.ts", imports: "../tests/temporaryFolders" },
  { file: "index.ts", imports: "./toolchain" },
  { file: "index.ts", imports: "./sandbox" },
];

const allowed: readonly Crossing[] = [
  { file: "sandbox/x.ts", imports: "./index" },
  { file: "sandbox/x.ts", imports: "zod" },
  { file: "toolchain/x.ts", imports: "./cache" },
  { file: "toolchain/x.ts", imports: "../core/process/child" },
  { file: "core/registry/x.ts", imports: "../oci/reference" },
  { file: "components/x.ts", imports: "../core/oci/reference" },
  { file: "components/x.ts", imports: "@pulumi/github" },
  { file: "stack/x.ts", imports: "../core/source" },
  { file: "stack/x.ts", imports: "../components" },
  { file: "cli/x.ts", imports: "../stack/settings" },
  { file: "scripts/x.ts", imports: "../toolchain" },
  { file: "scripts/x.ts", imports: "../sandbox" },
  { file: "scripts/x.ts", imports: "../cli/exitCodes" },
  { file: "index.ts", imports: "./stack/settings" },
  { file: "index.ts", imports: "./components" },
  { file: "tests/x.ts", imports: "../toolchain" },
];

const messagesOf = new Map<Crossing, readonly string[]>();

beforeAll(() => {
  const all = [...forbidden, ...allowed];
  const evaluated = evaluate(all);
  for (const [index, crossing] of all.entries())
    messagesOf.set(crossing, evaluated[index] ?? ["not evaluated"]);
}, 60_000);

function rows(crossings: readonly Crossing[]): (readonly [string, string, Crossing])[] {
  return crossings.map((crossing) => [crossing.file, crossing.imports, crossing] as const);
}

describe("imports between folders", () => {
  it.each(rows(forbidden))("%s may not import %s", (_file, _imports, crossing) => {
    expect(messagesOf.get(crossing)).toEqual([
      expect.stringMatching(/^import-x\/no-restricted-paths: .* may import /),
    ]);
  });

  it.each(rows(allowed))("%s may import %s", (_file, _imports, crossing) => {
    expect(messagesOf.get(crossing)).toEqual([]);
  });
});

describe("circles of imports", () => {
  it("do not exist, not even for types", () => {
    expect(findCircles(readImports(root, listSources(root)))).toEqual([]);
  });

  it("are found by every form of import", () => {
    const text = `
      import a from "./a";
      import type { B } from "./b";
      export * from "./c";
      export type { D } from "./d";
      type E = import("./e").E;
      const f = await import("./f");
      const g = require("./g");
      // import "./comment";
    `;
    expect(readSpecifiers(text)).toEqual(["./a", "./b", "./c", "./d", "./e", "./f", "./g"]);
  });
});
