import { run, type Environment, type Outcome } from "../../core/process/child";
import { knownRefusals } from "../../core/denials";
import { withoutTokens } from "../../core/tokens/redact";
import { UserError } from "../errors";

/** Pulumi on this machine, and the folder of the program. */
export interface PulumiContext {
  readonly pulumi: string;
  /** The folder of the program. */
  readonly program: string;
  readonly environment: Environment;
}

/** A command of Pulumi that failed: what it wrote, and the fix, where that is known. */
export class PulumiFailure extends UserError {
  /** What it wrote, without tokens. */
  readonly output: string;

  constructor(command: string, output: string) {
    const shown = withoutTokens(output).trim();
    const text = shown === "" ? "" : `: ${shown.replace(/^error: /, "")}`;
    const fixes = knownRefusals(output, []).flatMap(({ cause, fix }) => [cause, ...fix]);
    super([`'${command}' failed${text}`, ...fixes].join("\n"));
    this.output = shown;
  }
}

/**
 * Nobody is asked anything, and a stack's name has its organization: the short name alone would be
 * taken for a stack of the default one.
 */
const globalFlags = ["--non-interactive", "--fully-qualify-stack-names"];

/** Runs a command of Pulumi to its end; throws a PulumiFailure if that is not a good one. */
export async function runPulumi(
  { pulumi, program, environment }: PulumiContext,
  args: readonly string[],
  input?: string,
): Promise<Outcome> {
  // They stand first, because behind a `--` of the command they would be values.
  const outcome = await run(pulumi, [...globalFlags, ...args], {
    cwd: program,
    environment,
    ...(input === undefined ? {} : { input }),
  });
  if (outcome.code === 0) return outcome;
  // Of a command that may have printed a secret nothing is shown.
  const hasSecret = args[1] === "get" || args.includes("--show-secrets");
  const isHidden = hasSecret && outcome.stdout.trim() !== "";
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  throw new PulumiFailure(command, isHidden ? "" : outcome.output);
}
