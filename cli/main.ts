import { CommanderError } from "commander";
import { ignoreClosedPipes } from "./closedPipes";
import { describeProblem } from "./describeProblem";
import { exitCodes } from "./exitCodes";
import { createProgram } from "./program";
import { reportProblems } from "./reportProblems";
import { setEcho, type Echo } from "./ui/echo";

ignoreClosedPipes();

/** Runs a command line and returns its exit code. */
export async function main(args: readonly string[], version: string, echo?: Echo): Promise<number> {
  setEcho(echo);
  let exitCode: number = exitCodes.success;
  const program = createProgram(version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.success;
    // The help was printed, as for a bare `pulumi-ghcr`.
    if (error.code === "commander.help") return exitCodes.couldNotRun;
    const command = program.commands.find((each) => each.name() === args[0]) ?? program;
    const hasJson = command.options.some(({ long }) => long === "--json");
    const isJson = hasJson && args.includes("--json");
    return reportProblems(command.name(), [describeProblem(error.message)], isJson);
  }
}
