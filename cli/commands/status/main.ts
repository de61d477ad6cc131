import { UserError } from "../../errors";
import { exitCodes } from "../../exitCodes";
import { reportProblems } from "../../reportProblems";
import { Waiting } from "../../ui/waiting";
import { collectStatus } from "./collect";
import { renderStatus } from "./report";
import { readStatusStack } from "./state";
import { statusExitCode } from "./status";

/** The flags as typed. */
export interface StatusFlags {
  readonly check?: boolean;
  readonly drift?: boolean;
  readonly json?: boolean;
  readonly stack?: string;
}

/** Shows a stack at a glance. Returns the exit code. */
export async function main({
  check: isCheck = false,
  drift: withDrift = false,
  json: isJson = false,
  stack: requested,
}: StatusFlags): Promise<number> {
  const waiting = Waiting.onTerminal(isJson);
  try {
    const reading = readStatusStack(requested);
    const stack = await waiting.whileAsking("Pulumi: settings and state", reading);
    const now = new Date();
    const { onQuestion } = waiting;
    const status = await collectStatus(stack, { withDrift, now, onQuestion });
    if (isJson) console.log(JSON.stringify({ version: 2, ...status }, null, 2));
    else console.log(renderStatus(status, now));
    return isCheck ? statusExitCode(status) : exitCodes.success;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return reportProblems("status", [error.message], isJson);
  }
}
