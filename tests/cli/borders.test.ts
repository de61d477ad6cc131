import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** A file that exists, or could, and what it imports, as the design's table has it. */
interface Crossing {
  readonly file: string;
  readonly imports: string;
}

/** Runs ESLint's Node API in a Node of its own; gives what each crossing is told. */
function judge(crossings: readonly Crossing[]): readonly (readonly string[])[] {
  const code = `
    import { ESLint } from "eslint";
    const rule = "import-x/no-restricted-paths";
    const eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === rule,
      // The rule asks for no types, and so these files need not exist.
      overrideConfig: {
        files: ["**/*.ts"],
        languageOptions: { parserOptions: { projectService: false } },
      },
    });
    const told = [];
    for (const { file, imports } of JSON.parse(process.argv[1])) {
      const text = \`import "\${imports}";\\n\`;
      const [result] = await eslint.lintText(text, { filePath: file });
      told.push(result.messages.map(({ ruleId, message }) => \`\${ruleId}: \${message}\`));
    }
    console.log(JSON.stringify(told));
  `;
  const args = ["--input-type=module", "--eval", code, JSON.stringify(crossings)];
  const options = { cwd: root, encoding: "utf8" } as const;
  const { stdout, stderr } = spawnSync(process.execPath, args, options);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}

const forbidden: readonly Crossing[] = [
  { file: "sandbox/x.ts", imports: "../ghcr/reference" },
  { file: "sandbox/github/x.ts", imports: "../../engine" },
  { file: "engine/x.ts", imports: "../ghcr/reference" },
  { file: "engine/x.ts", imports: "../sandbox" },
  { file: "ghcr/x.ts", imports: "../settings" },
  { file: "ghcr/x.ts", imports: "../components" },
  { file: "source/x.ts", imports: "../ghcr/reference" },
  { file: "settings/x.ts", imports: "../components" },
  { file: "settings/x.ts", imports: "../source" },
  { file: "components/x.ts", imports: "../settings" },
  { file: "components/x.ts", imports: "../engine" },
  { file: "components/x.ts", imports: "../index" },
  { file: "deploy/x.ts", imports: "../components" },
  { file: "workflows/x.ts", imports: "../settings" },
  { file: "checks/x.ts", imports: "../engine" },
  { file: "preflight/x.ts", imports: "../ghcr/reference" },
  { file: "doctor/x.ts", imports: "../settings" },
  { file: "cli/x.ts", imports: "../index" },
  { file: "cli/x.ts", imports: "../tests/engine/temporary" },
  { file: "index.ts", imports: "./engine" },
  { file: "index.ts", imports: "./sandbox" },
];

const allowed: readonly Crossing[] = [
  { file: "sandbox/x.ts", imports: "./index" },
  { file: "sandbox/x.ts", imports: "zod" },
  { file: "engine/x.ts", imports: "./cache" },
  { file: "ghcr/x.ts", imports: "./reference" },
  { file: "settings/x.ts", imports: "../ghcr/reference" },
  { file: "components/x.ts", imports: "../ghcr/reference" },
  { file: "components/x.ts", imports: "@pulumi/github" },
  { file: "components/x.ts", imports: "../source" },
  { file: "checks/x.ts", imports: "../ghcr/reference" },
  { file: "checks/x.ts", imports: "../settings" },
  { file: "checks/x.ts", imports: "../source" },
  { file: "preflight/x.ts", imports: "../settings" },
  { file: "cli/x.ts", imports: "../engine" },
  { file: "cli/x.ts", imports: "../sandbox" },
  { file: "cli/x.ts", imports: "../settings" },
  { file: "index.ts", imports: "./settings" },
  { file: "index.ts", imports: "./components" },
  { file: "tests/x.ts", imports: "../engine" },
];

const told = new Map<Crossing, readonly string[]>();

beforeAll(() => {
  const all = [...forbidden, ...allowed];
  const judged = judge(all);
  for (const [index, crossing] of all.entries())
    told.set(crossing, judged[index] ?? ["not judged"]);
}, 60_000);

function rows(crossings: readonly Crossing[]): (readonly [string, string, Crossing])[] {
  return crossings.map((crossing) => [crossing.file, crossing.imports, crossing] as const);
}

describe("the rooms' borders", () => {
  it.each(rows(forbidden))("%s may not import %s", (_file, _imports, crossing) => {
    expect(told.get(crossing)).toEqual([
      expect.stringMatching(/^import-x\/no-restricted-paths: .* may import /),
    ]);
  });

  it.each(rows(allowed))("%s may import %s", (_file, _imports, crossing) => {
    expect(told.get(crossing)).toEqual([]);
  });
});
