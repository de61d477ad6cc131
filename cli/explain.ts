import { createReadStream } from "node:fs";
import { recognise, type Recognised } from "../ghcr/denials";
import { withoutTokens } from "../ghcr/tokenWords";
import { readArguments } from "./arguments";
import { explain } from "./commands/explain";
import { helpOf } from "./commands/help";
import { exitCodes } from "./exitCodes";
import { table } from "./explainTable";
import { readInput } from "./input";
import { refuse } from "./refuse";

/** A CI log of a day. What is beyond it is not read, and that is said. */
const largestLog = 64 * 1024 * 1024;

/** Names the refusals in a log. */
export async function main(args: readonly string[]): Promise<number> {
  const { flags: given, rest, problems } = readArguments(args, explain.flags, 1);
  if (given.has("help")) {
    console.log(helpOf(explain));
    return exitCodes.well;
  }
  const isJson = given.has("json");
  const [file = "-"] = rest;
  const read = problems.length > 0 ? { problems } : await readLog(file);
  if ("problems" in read) return refuse(explain, read.problems, isJson);

  const registries = [given.get("registry")?.[0] ?? "ghcr.io"];
  // A log may hold a token that nobody masked; what it says of it is the same without.
  const found = recognise(withoutTokens(read.log), { registries });
  const isCut = Buffer.byteLength(read.log) >= largestLog;
  if (isJson) console.log(JSON.stringify(asJson(found, isCut), null, 2));
  else console.log(table(found, isCut));
  return found.some(({ denial }) => denial === null) ? exitCodes.couldNotRun : exitCodes.well;
}

async function readLog(file: string): Promise<{ log: string } | { problems: readonly string[] }> {
  if (file === "-" && process.stdin.isTTY) {
    return {
      problems: [
        "there is no log: name a file, or send one: docker push … 2>&1 | pulumi-ghcr explain",
      ],
    };
  }
  try {
    const input = file === "-" ? process.stdin : createReadStream(file);
    return { log: await readInput(input, largestLog) };
  } catch (error) {
    // Not by class: there may be two of it.
    const code =
      typeof error === "object" && error !== null && "code" in error
        ? String(error.code)
        : "unknown";
    const why = {
      ENOENT: "there is no such file",
      EISDIR: "is a folder",
      EACCES: "may not be read",
    }[code];
    return { problems: [`'${file}': ${why ?? `cannot be read (${code})`}`] };
  }
}

/** A row's id stays; its words may be made better. */
function asJson(found: readonly Recognised[], isCut: boolean): object {
  return {
    version: 1,
    isCut,
    refusals: found.map(({ line, lastLine, message, host, times, denial, cause, mend }) => ({
      id: denial?.id ?? null,
      kind: denial?.kind ?? "unknown",
      from: denial?.from ?? null,
      line,
      lastLine,
      times,
      host,
      message,
      cause,
      mend,
      sources: denial?.sources ?? [],
    })),
  };
}
