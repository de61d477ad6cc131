import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { exitCodes } from "../../cli/exitCodes";
import { Interruption } from "../../cli/ui/interruption";
import { Steps } from "../../cli/ui/steps";
import type { Toolchain } from "../../toolchain";
import { scriptCommand } from "../command";
import { runScript } from "../runScript";
import { toolchainStep } from "../setUp";
import { openWorld, worldStep } from "../world";
import { Bench } from "./bench";
import { comparisons } from "./comparisons";
import type { Comparison, ComparisonResult } from "./model";
import { ProcessWatch } from "./processes";
import { formatBytes, formatMetric } from "./report/format";
import { addResult } from "./report/files";
import { renderComparison } from "./report/markdown";
import { runCase } from "./runner";

const root = join(__dirname, "..", "..");

interface Flags {
  readonly only?: string;
  readonly rounds: number;
  readonly small?: true;
  readonly output: string;
}

function parseRounds(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number from 1 to 99.");
}

/** Compares pulumi-ghcr with other programs, and writes the results. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const names = comparisons.map(({ name }) => name);
  const flags = scriptCommand(
    "bench",
    "Compare pulumi-ghcr with other programs in a sandbox on this machine, and write bench/results.md, .svg and .json after each comparison. All take hours: use a quiet machine.",
  )
    .addOption(
      new Option("--only <name>", "run one comparison, and keep the others' results").choices(
        names,
      ),
    )
    .option("--rounds <number>", "how often each program runs", parseRounds, 3)
    .option("--small", "use small sizes, for a trial, and print the results")
    .addOption(
      new Option("--output <folder>", "where to write the results").default(
        join(root, "bench"),
        "bench",
      ),
    )
    .parse(args, { from: "user" })
    .opts<Flags>();
  const selected = comparisons.filter(({ name }) => (flags.only ?? name) === name);
  // It takes minutes to build OpenTofu, so the tests do without it by default.
  process.env.PULUMI_GHCR_CLIENTS = "all";
  const steps = new Steps(selected.length + 2);
  return runScript(steps, async () => {
    const { toolchain, candidate } = await toolchainStep(steps, true);
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-bench-")));
    const interruption = new Interruption();
    try {
      const directory = join(folder, "sandbox");
      const world = await worldStep(steps, () => openWorld({ directory, toolchain, candidate }));
      const watch = new ProcessWatch();
      try {
        const { signal } = interruption;
        const isSmall = flags.small === true;
        const bench = new Bench({ world, toolchain, folder, isSmall, signal });
        const about = describe(flags, toolchain);
        for (const comparison of selected) {
          const measured = await runComparison(steps, bench, watch, comparison, flags.rounds);
          const result = { ...measured, about };
          if (isSmall) console.log(renderComparison(result));
          else await addResult(flags.output, result, names);
        }
        return exitCodes.success;
      } catch (error) {
        if (interruption.exitCode === undefined) throw error;
        watch.endAll();
        steps.done("interrupted; the results of earlier comparisons are kept");
        return interruption.exitCode;
      } finally {
        watch.close();
        await world.stop();
      }
    } finally {
      interruption.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function runComparison(
  steps: Steps,
  bench: Bench,
  watch: ProcessWatch,
  { listCases, ...comparison }: Comparison,
  rounds: number,
): Promise<Omit<ComparisonResult, "about">> {
  steps.begin(comparison.title);
  const cases: ComparisonResult["cases"][number][] = [];
  for (const each of await listCases(bench)) {
    const { metric = "seconds" } = each;
    const result = await runCase(bench, each, {
      ...{ rounds, watch },
      onResult: (label, measured) => {
        const value =
          "failure" in measured
            ? `failed ${measured.failure}`
            : formatMetric(metric, measured[metric]);
        steps.say(`${label}: ${value}`);
      },
    });
    cases.push(result);
  }
  steps.done(`${cases.length} cases, ${rounds} round${rounds === 1 ? "" : "s"}`);
  return { ...comparison, cases };
}

/** The clients of the tests that are measured here. */
const peers = ["tofu", "terraform-provider-github", "docker-buildx", "skopeo", "regctl"];

function describe({ rounds }: Flags, { parts, clients }: Toolchain): ComparisonResult["about"] {
  const processors = cpus();
  const versions = peers.flatMap((name) => {
    const client = clients.find((each) => each.name === name);
    if (client === undefined || !("path" in client)) return [];
    // In the cache, the folder has the version: NAME-VERSION-KEY.
    const folder = basename(dirname(client.path));
    const [, version = "from PATH"] = new RegExp(`^${name}-(.+)-[0-9a-f]{12}$`).exec(folder) ?? [];
    return [`${name} ${version}`];
  });
  return {
    Date: new Date().toISOString().slice(0, 10),
    Rounds: String(rounds),
    Machine: `${processors.length} × ${processors[0]?.model ?? "unknown"}, ${formatBytes(totalmem())}`,
    Versions: [
      `Node.js ${process.versions.node}`,
      ...parts.map(({ part, version }) => `${part.name} ${version}`),
      ...versions,
    ].join(", "),
  };
}
