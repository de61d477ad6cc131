import { exitCodes } from "./exitCodes";

/** What stands in the way of a command, in words for whoever gave it; no trace would help. */
export class Explained extends Error {
  constructor(
    message: string,
    /** How the command ends. */
    readonly exitCode: number = exitCodes.couldNotRun,
  ) {
    super(message);
    this.name = "Explained";
  }
}
