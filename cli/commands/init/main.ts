import { Steps } from "../../../core/text/progress";
import { readInitArguments } from "./flags";
import { init } from "./command";
import { helpOf } from "../help";
import { fitted } from "../../ui/columns";
import { exitCodes } from "../../exitCodes";
import { initialise, type Around } from "./run";
import { Interruption } from "../../ui/interruption";
import { refuse } from "../../refuse";
import { Stopped, terminalHere } from "../../ui/terminal";
import { told, toldOfEnd } from "../../ui/told";

const ownSteps = 6;

/** From nothing to a published image: settings, secrets, preview, update. */
export async function main(args: readonly string[], total = ownSteps): Promise<number> {
  const read = readInitArguments(args);
  if (read.is === "help") {
    console.log(helpOf(init));
    return exitCodes.well;
  }
  if (read.is === "wrong") return refuse(init, read.problems);
  const steps = new Steps(total, process.stderr, total - ownSteps);
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
    // What is wrong stands below what stays.
    steps.fail([whatStays(), fitted(message, process.stderr)].join("\n"));
  };
  return told({ fail }, async () => {
    try {
      return await toldOfEnd(interruption, stopped, () => initialise(read.asked, around));
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stopped();
      return interruption.exitCode ?? error.exitCode;
    } finally {
      interruption.close();
    }
  });
}
