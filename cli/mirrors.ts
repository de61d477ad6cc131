import { askMirrors } from "../checks";
import { readArguments } from "./arguments";
import { helpOf } from "./commands/help";
import { mirrors } from "./commands/mirrors";
import { exitCodes } from "./exitCodes";
import { Explained } from "./explained";
import { exitCodeOf, mirrorRows, mirrorTable } from "./mirrorRows";
import { readMirrorStack } from "./mirrorState";
import { findStack } from "./pushStack";
import { refuse } from "./refuse";

/** Says which mirrors are behind their sources. */
export async function main(args: readonly string[]): Promise<number> {
  const { flags: given, problems } = readArguments(args, mirrors.flags, 0);
  if (given.has("help")) {
    console.log(helpOf(mirrors));
    return exitCodes.well;
  }
  const isJson = given.has("json");
  if (problems.length > 0) return refuse(mirrors, problems, isJson);
  try {
    const stack = await readMirrorStack(await findStack(given.get("stack")?.[0]));
    const rows = await mirrorRows(
      stack,
      await askMirrors(stack, stack.mirrors, { ...stack.known, ...nothing }),
    );
    if (isJson) console.log(JSON.stringify({ version: 1, mirrors: rows }, null, 2));
    else console.log(rows.length === 0 ? "This stack has no mirrors." : mirrorTable(rows));
    return given.has("check") ? exitCodeOf(rows) : exitCodes.well;
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    return refuse(mirrors, [error.message], isJson);
  }
}

/** What else a state tells counts for nothing here. */
const nothing = { repositories: new Set<string>(), passes: new Map<string, string>() };
