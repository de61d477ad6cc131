import { Steps } from "../../ui/steps";
import { readInitOptions, type InitFlags } from "./options";
import { initialize, type Around } from "./run";
import { Interruption } from "../../ui/interruption";
import { refuse } from "../../refuse";
import { Stopped, terminalHere } from "../../ui/terminal";
import { reportErrors, reportInterruption } from "../../ui/reportErrors";

/** From nothing to a published image: settings, secrets, preview, update. */
export async function main(folders: readonly string[], flags: InitFlags): Promise<number> {
  const asked = readInitOptions(folders, flags);
  if ("problems" in asked) return refuse("init", asked.problems);
  const steps = new Steps(6);
  const interruption = new Interruption();
  const terminal = terminalHere(interruption.ofQuestions);
  const around: Around = { steps, terminal, interruption, hasWritten: false };
  const whatStays = (): string =>
    around.hasWritten ? "the settings stay, and the next init goes on" : "nothing was changed";
  const stopped = (): void => {
    steps.release();
    console.error(`init: stopped; ${whatStays()}`);
  };
  const fail = (message: string): void => {
    steps.fail([whatStays(), message].join("\n"));
  };
  return reportErrors({ fail }, async () => {
    try {
      return await reportInterruption(interruption, stopped, () => initialize(asked, around));
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stopped();
      return interruption.exitCode ?? error.exitCode;
    } finally {
      interruption.close();
    }
  });
}
