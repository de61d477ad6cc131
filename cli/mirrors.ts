import { askMirrors } from "../checks";
import { withoutTokens } from "../ghcr/tokenWords";
import { describeFlags, readArguments, type Flag } from "./arguments";
import { Explained } from "./explained";
import { exitCodeOf, mirrorRows, mirrorTable } from "./mirrorRows";
import { readMirrorStack } from "./mirrorState";
import { findStack } from "./pushStack";

const flags = {
  check: { says: "end with 1 where a mirror is behind its source" },
  json: { says: "print JSON" },
  stack: { value: "NAME", says: "the stack [the one that is selected]" },
  help: { says: "this text" },
} as const satisfies Record<string, Flag>;

const help = [
  "pulumi-ghcr mirrors [--check] [--json] [--stack NAME]",
  "",
  "Compares each mirror of a stack with its source, and with what its tag points to now. It changes",
  "nothing: 'pulumi up' copies what is behind. What the Docker daemon pushed has no source to ask.",
  "",
  describeFlags(flags),
  "",
  "With --check it ends with 1 where a tag is behind, not copied yet, or overwritten by somebody else,",
  "and with 2 where that cannot be told of one. It ends with 2 where it could not look.",
  "",
  "  pulumi-ghcr mirrors --check --stack prod",
].join("\n");

const couldNotRun = 2;

/** Says which mirrors are behind their sources. */
export async function main(args: readonly string[]): Promise<number> {
  const { flags: given, problems } = readArguments(args, flags, 0);
  if (given.has("help")) {
    console.log(help);
    return 0;
  }
  const isJson = given.has("json");
  try {
    if (problems.length > 0) throw new Explained(problems.join("\n"));
    const stack = await readMirrorStack(await findStack(given.get("stack")?.[0]));
    const rows = await mirrorRows(
      stack,
      await askMirrors(stack, stack.mirrors, { ...stack.known, ...nothing }),
    );
    if (isJson) console.log(JSON.stringify({ version: 1, mirrors: rows }, null, 2));
    else console.log(rows.length === 0 ? "This stack has no mirrors." : mirrorTable(rows));
    return given.has("check") ? exitCodeOf(rows) : 0;
  } catch (error) {
    if (!(error instanceof Explained)) throw error;
    const told = withoutTokens(error.message).split("\n");
    if (isJson) console.log(JSON.stringify({ version: 1, problems: told }, null, 2));
    else for (const line of told) console.error(`mirrors: ${line}`);
    return couldNotRun;
  }
}

/** What else a state tells counts for nothing here. */
const nothing = { repositories: new Set<string>(), passes: new Map<string, string>() };
