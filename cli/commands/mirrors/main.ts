import { collectMirrors } from "../../../stack/preflight/checks/mirrors/collect";
import { readArguments } from "../../arguments";
import { helpOf } from "../help";
import { mirrors } from "./command";
import { exitCodes } from "../../exitCodes";
import { Explained } from "../../explained";
import { exitCodeOf, mirrorRows, mirrorTable } from "./rows";
import { readMirrorStack } from "./state";
import { refuse } from "../../refuse";
import { findStack } from "../../pulumi/findStack";
import { Waiting } from "../../ui/waiting";

/** Says which mirrors are behind their sources. */
export async function main(args: readonly string[]): Promise<number> {
  const { flags: given, problems } = readArguments(args, mirrors.flags, 0);
  if (given.has("help")) {
    console.log(helpOf(mirrors));
    return exitCodes.well;
  }
  const isJson = given.has("json");
  const waiting = Waiting.onTerminal(isJson);
  if (problems.length > 0) return refuse(mirrors, problems, isJson);
  try {
    const found = await waiting.whileAsking("Pulumi: stack", findStack(given.get("stack")?.[0]));
    const stack = await waiting.whileAsking("Pulumi: settings and state", readMirrorStack(found));
    const seen = await collectMirrors(stack, stack.mirrors, stack.prior, waiting.onQuestion);
    const rows = await waiting.whileAsking(`${stack.registry}: tags`, mirrorRows(stack, seen));
    if (isJson) console.log(JSON.stringify({ version: 1, mirrors: rows }, null, 2));
    else console.log(rows.length === 0 ? "This stack has no mirrors." : mirrorTable(rows));
    return given.has("check") ? exitCodeOf(rows) : exitCodes.well;
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    return refuse(mirrors, [error.message], isJson);
  }
}
