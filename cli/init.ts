import { Steps } from "../engine/progress";
import { readInitArguments } from "./init/flags";
import { init } from "./commands/init";
import { helpOf } from "./commands/help";
import { exitCodes } from "./exitCodes";
import { initialise, type Around } from "./init/run";
import { Stopped, Terminal } from "./init/terminal";
import { Interruption } from "./interruption";
import { refuse } from "./refuse";
import { told } from "./told";

const wrote = "what was written stays, and the next init goes on from there";
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
  return told(steps, async () => {
    const interruption = new Interruption();
    const terminal = terminalHere(interruption.signal);
    const around: Around = { steps, terminal, interruption, hasWritten: false };
    try {
      return await initialise(read.asked, around);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      steps.release();
      console.error(`init: stopped; ${around.hasWritten ? wrote : "nothing was changed"}`);
      return interruption.exitCode ?? error.exitCode;
    } finally {
      interruption.close();
    }
  });
}

/** Who is at a terminal can be asked, and sees the question. */
function terminalHere(signal: AbortSignal): Terminal | undefined {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? new Terminal(stdin, stderr, signal) : undefined;
}
