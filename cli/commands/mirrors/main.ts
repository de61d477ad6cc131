import { collectMirrors } from "../../../stack/preflight/checks/mirrors/collect";
import { exitCodes } from "../../exitCodes";
import { UserError } from "../../errors";
import { mirrorsExitCode, compareMirrors, renderMirrors } from "./rows";
import { readMirrorStack } from "./state";
import { reportProblems } from "../../reportProblems";
import { findStack } from "../../pulumi/findStack";
import { Waiting } from "../../ui/waiting";

/** The flags as typed. */
export interface MirrorsFlags {
  readonly check?: boolean;
  readonly json?: boolean;
  readonly stack?: string;
}

/** Shows which mirrors are behind their sources. Returns the exit code. */
export async function main({
  check: isCheck = false,
  json: isJson = false,
  stack: requested,
}: MirrorsFlags): Promise<number> {
  const waiting = Waiting.onTerminal(isJson);
  try {
    const found = await waiting.whileAsking("Pulumi: stack", findStack(requested));
    const stack = await waiting.whileAsking("Pulumi: settings and state", readMirrorStack(found));
    const observed = await collectMirrors(stack, stack.prior, waiting.onQuestion);
    const rows = await waiting.whileAsking(
      `${stack.registry}: tags`,
      compareMirrors(stack, observed),
    );
    if (isJson) console.log(JSON.stringify({ version: 2, mirrors: rows }, null, 2));
    else console.log(rows.length === 0 ? "This stack has no mirrors." : renderMirrors(rows));
    return isCheck ? mirrorsExitCode(rows) : exitCodes.success;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return reportProblems("mirrors", [error.message], isJson);
  }
}
