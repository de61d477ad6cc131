import { SemVer } from "semver";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { runPulumi, type PulumiContext } from "./runPulumi";

/**
 * The program's workspace in Pulumi's Automation API, loaded on demand: that takes 0.4 s.
 *
 * `runPulumi` replaces its `PulumiCommand`, which would run `pulumi version` first, leave child
 * processes behind when we are killed, and put the complete output of a failed command, secrets
 * included, into the error (automation/cmd.js). `Stack.select` is never used: it changes the user's
 * selected stack.
 */
export async function openWorkspace(context: PulumiContext): Promise<LocalWorkspace> {
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const pulumiCommand = {
    command: context.pulumi,
    // The oldest version that supports everything we run: `whoami --json` came last.
    version: new SemVer("3.58.0"),
    run: (args: readonly string[]) => runPulumi(context, args),
  };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its constructor is private
  return LocalWorkspace.create({ workDir: context.program, pulumiCommand });
}
