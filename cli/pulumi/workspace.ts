import { SemVer } from "semver";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { runPulumi, type PulumiContext } from "./runPulumi";

/**
 * The program's workspace in Pulumi's Automation API, which is loaded only now: that takes 0.4 s.
 *
 * `runPulumi` stands in for its `PulumiCommand`, which would ask `pulumi version` first, leave its
 * children behind when we are killed, and put all that a failed command wrote, secrets too, into the
 * error (automation/cmd.js). And `Stack.select` is never used: it changes what the person selected.
 */
export async function openWorkspace(context: PulumiContext): Promise<LocalWorkspace> {
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const pulumiCommand = {
    command: context.pulumi,
    // The oldest that knows all that is asked of it: `whoami --json` came last.
    version: new SemVer("3.58.0"),
    run: (args: readonly string[]) => runPulumi(context, args),
  };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its constructor is private
  return LocalWorkspace.create({ workDir: context.program, pulumiCommand });
}
