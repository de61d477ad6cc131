import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ToolchainError, type Problem } from "../toolchain";
import { findOnPath, run } from "../core/process/child";
import { Steps } from "../cli/ui/steps";
import { scriptCommand } from "./command";
import { exitCodes } from "../cli/exitCodes";
import { toolchainStep, untestedLine } from "./setUp";

const root = join(__dirname, "..");

interface Count {
  readonly passed: number;
  readonly failed: number;
  /** The titles of skipped tests. */
  readonly skipped?: readonly string[];
}

/** The path of a tool's script, so that no shell and no PATH decides what runs. */
function scriptPath(packageName: string, bin: string): string {
  const manifest = createRequire(__filename).resolve(`${packageName}/package.json`);
  return join(dirname(manifest), bin);
}

/** The checks' cache of unchanged files. */
const cache = join(root, "node_modules", ".cache");
// No cache for ESLint: its findings about a file depend on the types in other files.
const format = [
  ...[scriptPath("prettier", "bin/prettier.cjs"), "--check", "--log-level=warn", "."],
  ...["--cache", "--cache-strategy", "content"],
];
const types = [
  ...[scriptPath("typescript", "bin/tsc"), "--project", "."],
  ...["--incremental", "--tsBuildInfoFile", join(cache, "tsconfig.tsbuildinfo")],
];
const lint = [scriptPath("eslint", "bin/eslint.js"), ".", "--max-warnings=0"];

/** A check that runs in the background until it is reported. */
interface Check {
  readonly title: string;
  readonly outcome: ReturnType<typeof run>;
}

function startCheck(title: string, args: readonly string[]): Check {
  return { title, outcome: run(process.execPath, args, { cwd: root }) };
}

/** Reports a check, which counts as one test. Its output is shown if it fails. */
async function reportCheck(steps: Steps, { title, outcome }: Check): Promise<Count> {
  steps.begin(title);
  const { code, output } = await outcome;
  if (code === 0) {
    steps.done("passed");
    return { passed: 1, failed: 0 };
  }
  steps.fail("see below");
  console.log(output.trim());
  return { passed: 0, failed: 1 };
}

const jestResult = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(z.object({ status: z.string(), title: z.string() })),
    }),
  ),
});

/**
 * How many system tests run at the same time: one more than there are cores, because a tenth of
 * their time is waiting. Each has its own folder and ports, but Pulumi, a registry and a builder
 * take memory.
 */
const systemWorkers = Math.min(4, availableParallelism() + 1);

/** Runs one of jest's projects. A file that cannot be run counts as a failed test. */
async function runJest(steps: Steps, project: "unit" | "system"): Promise<Count> {
  steps.begin(`Tests: ${project}`);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-test-"));
  const report = join(folder, "report.json");
  try {
    const args = ["--selectProjects", project, "--json", "--outputFile", report];
    if (project === "system") args.push(`--maxWorkers=${systemWorkers}`);
    const { code, output } = await run(
      process.execPath,
      [scriptPath("jest", "bin/jest.js"), ...args],
      {
        cwd: root,
        environment: { FORCE_COLOR: "0" },
        onLine: (line) => {
          if (/^(PASS|FAIL) /.test(line)) steps.say(line);
          else if (line.trim() !== "") steps.update(line);
        },
      },
    );
    const result = jestResult.parse(JSON.parse(readFileSync(report, "utf8")));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const count = {
      passed: result.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: result.testResults.flatMap(({ assertionResults }) =>
        assertionResults.flatMap(({ status, title }) => (status === "pending" ? [title] : [])),
      ),
    };
    const skipped = result.numPendingTests === 0 ? "" : `, ${result.numPendingTests} skipped`;
    if (count.failed === 0) steps.done(`${count.passed} passed${skipped}`);
    else {
      steps.fail(`${count.failed} failed, see below`);
      console.log(withoutReport(output));
    }
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** jest's output, without the JSON beside it. */
function withoutReport(output: string): string {
  return output
    .split("\n")
    .filter((line) => !line.startsWith('{"numFailedTestSuites"'))
    .join("\n")
    .trim();
}

/** The missing tools that run the workflows' steps. They are not built: systems have them. */
function missingTools(): readonly Problem[] {
  const absent = ["bash", "curl", "jq"].filter((name) => findOnPath(name) === undefined);
  return absent.map((part) => ({
    part,
    cause: "it is not on PATH",
    fix: `install it, as with 'apt-get install ${part}'.`,
  }));
}

/** Runs all checks and tests. The last line counts what passed and failed. */
export async function main(args: readonly string[]): Promise<number> {
  scriptCommand(
    "test",
    "Check format, lint and types, and run the unit and system tests. The last line counts what passed and failed.",
  ).parse(args, { from: "user" });
  const steps = new Steps(6);
  const counts: Count[] = [];
  let isReady = true;
  let untested = missingTools();
  try {
    const { toolchain } = await toolchainStep(steps, true);
    process.env.GHCR_SANDBOX_REGISTRY = toolchain.registry;
    process.env.GHCR_SANDBOX_CLIENTS = JSON.stringify(toolchain.clients);
    const clients = toolchain.clients.flatMap((each) => ("problem" in each ? [each.problem] : []));
    untested = [...clients, ...untested];
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    steps.fail(error.message);
    isReady = false;
  }
  const fastChecks = [startCheck("Format", format), startCheck("Types", types)];
  // It takes as long as the unit tests on one core, so both run at the same time.
  const slowCheck = startCheck("Lint", lint);
  for (const each of fastChecks) counts.push(await reportCheck(steps, each));
  counts.push(await runJest(steps, "unit"));
  counts.push(await reportCheck(steps, slowCheck));
  if (isReady) counts.push(await runJest(steps, "system"));
  else counts.push({ passed: 0, failed: 1 });
  // Repeated at the end: by now the first time has scrolled away.
  for (const problem of untested) console.log(untestedLine(problem));
  for (const line of skippedLines(counts, untested)) console.log(line);
  return printSummary(counts);
}

/** The skipped tests whose reason was not reported already. */
export function skippedLines(
  counts: readonly Pick<Count, "skipped">[],
  reported: readonly Pick<Problem, "part">[],
): readonly string[] {
  const titles = counts.flatMap(({ skipped = [] }) => skipped);
  const isReported = (title: string): boolean =>
    reported.some(
      ({ part }) =>
        title.includes(`${part} could not be installed`) ||
        title.includes(`${part} is not on PATH`),
    );
  return titles.filter((title) => !isReported(title)).map((title) => `NOT TESTED: ${title}`);
}

/** Prints the last line, and returns the exit code. */
export function printSummary(counts: readonly Count[]): number {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? exitCodes.success : exitCodes.failed;
}

/** Runs only the unit tests, which need no toolchain and run on every system. */
export async function runUnitTests(): Promise<number> {
  return printSummary([await runJest(new Steps(1), "unit")]);
}
