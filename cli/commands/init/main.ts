import { Steps } from "../../ui/steps";
import { readInitOptions, type InitFlags } from "./options";
import type { InitContext } from "./context";
import { initialize } from "./run";
import { Interruption } from "../../ui/interruption";
import { reportProblems } from "../../reportProblems";
import { Stopped, openTerminal } from "../../ui/terminal";
import { reportErrors, reportInterruption } from "../../ui/reportErrors";

/** Sets up a stack and publishes its images. Returns the exit code. */
export async function main(folders: readonly string[], flags: InitFlags): Promise<number> {
  const options = readInitOptions(folders, flags);
  if ("problems" in options) return reportProblems("init", options.problems);
  const steps = new Steps(6);
  const interruption = new Interruption();
  const terminal = openTerminal(interruption.questionSignal);
  const context: InitContext = {
    ...{ steps, terminal, interruption },
    ...{ hasWritten: false, writtenFiles: [] },
  };
  const describeChanges = (): string => {
    const { hasWritten, writtenFiles } = context;
    if (hasWritten) return "the settings are kept; run init again to continue";
    const files = writtenFiles.join(" and ");
    return files === ""
      ? "nothing was changed"
      : `nothing was changed, apart from the new ${files}`;
  };
  const reportStopped = (): void => {
    steps.release();
    console.error(`init: stopped; ${describeChanges()}`);
  };
  const fail = (message: string): void => {
    steps.fail([describeChanges(), message].join("\n"));
  };
  return reportErrors({ fail }, async () => {
    try {
      return await reportInterruption(interruption, reportStopped, () =>
        initialize(options, context),
      );
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      reportStopped();
      return interruption.exitCode ?? error.exitCode;
    } finally {
      interruption.close();
    }
  });
}
