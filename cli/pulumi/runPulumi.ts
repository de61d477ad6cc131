import { run, type Environment, type Outcome } from "../../core/process/child";
import { recognizeErrors } from "../../core/denials";
import { withoutTokens } from "../../core/tokens/redact";
import { UserError } from "../errors";

/** How to run Pulumi for a program. */
export interface PulumiContext {
  readonly pulumi: string;
  /** The folder of the program. */
  readonly program: string;
  readonly environment: Environment;
}

/** A failed Pulumi command: its output, and the fixes of the denials in it. */
export class PulumiFailure extends UserError {
  /** Its output, without tokens. */
  readonly output: string;

  constructor(command: string, output: string) {
    const shown = withoutTokens(output).trim();
    const text = shown === "" ? "" : `: ${shown.replace(/^error: /, "")}`;
    const fixes = recognizeErrors(output, []).flatMap(({ cause, fix }) => [cause, ...fix]);
    super([`'${command}' failed${text}`, ...fixes].join("\n"));
    this.output = shown;
  }
}

/** No prompts, and full stack names: a short name would be resolved in the default organization. */
const globalFlags = ["--non-interactive", "--fully-qualify-stack-names"];

/**
 * Runs a Pulumi command; throws a PulumiFailure if it fails. Not with Pulumi's Automation API: it
 * takes a second to load, leaves child processes behind when we are killed, and puts the complete
 * output of a failed command, secrets included, into the error (automation/cmd.js).
 */
export async function runPulumi(
  { pulumi, program, environment }: PulumiContext,
  args: readonly string[],
  input?: string,
): Promise<Outcome> {
  // Before the command, because after a `--` they would be values.
  const outcome = await run(pulumi, [...globalFlags, ...args], {
    cwd: program,
    environment,
    ...(input === undefined ? {} : { input }),
  });
  if (outcome.code === 0) return outcome;
  // The output of a command that may have printed a secret is not shown.
  const hasSecret = args[1] === "get" || args.includes("--show-secrets");
  const isHidden = hasSecret && outcome.stdout.trim() !== "";
  const command = `pulumi ${args.slice(0, 2).join(" ")}`;
  throw new PulumiFailure(command, isHidden ? "" : outcome.output);
}
