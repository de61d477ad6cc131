import { createReadStream } from "node:fs";
import { recognize, type RecognizedDenial } from "../../../core/denials";
import { withoutTokens } from "../../../core/tokens/redact";
import { exitCodes } from "../../exitCodes";
import { renderDenials } from "../../ui/denialTable";
import { readInput } from "../../ui/input";
import { denialsJson } from "../../ui/denialsJson";
import { reportProblems } from "../../reportProblems";
import { Waiting } from "../../ui/waiting";

const megabyte = 1024 * 1024;

/** More than a day's CI log. The rest is not read, which the output mentions. */
const largestLog = 64 * megabyte;

/** The flags as typed. */
export interface ExplainFlags {
  readonly check?: boolean;
  readonly json?: boolean;
  readonly registry?: string;
}

/** Explains the denials in a log. Returns the exit code. */
export async function main(
  file = "-",
  { check: isCheck = false, json: isJson = false, registry: assumed }: ExplainFlags = {},
): Promise<number> {
  const waiting = Waiting.onTerminal(isJson);
  const read = await readLog(file, waiting);
  if ("problems" in read) return reportProblems("explain", read.problems, isJson);

  const registries = [assumed ?? "ghcr.io"];
  // A log can contain an unmasked token; the explanation is the same without it.
  const log = withoutTokens(read.log);
  const size = Buffer.byteLength(read.log);
  const found = await waiting.whileRunning(`searching ${Math.ceil(size / megabyte)} MB`, () =>
    recognize(log, { registries, defaultRegistry: assumed }),
  );
  const isCut = size >= largestLog;
  if (isJson)
    console.log(JSON.stringify({ version: 2, isCut, denials: denialsJson(found) }, null, 2));
  else console.log(renderDenials(found, isCut));
  if (!isJson && found.some(isAmbiguous)) console.log(`\n${ambiguityAdvice}`);
  return exitCodeOf(found, isCheck);
}

const ambiguityAdvice =
  "If the denial came from ghcr.io, name the registry, or include the lines before it:\n  npx pulumi-ghcr explain --registry ghcr.io";

function isAmbiguous({ denial, host }: RecognizedDenial): boolean {
  return host === null && denial?.from === "one of several registries";
}

/**
 * Explaining a denial is a success. With --check, a recognized denial takes precedence over an
 * unknown one.
 */
function exitCodeOf(found: readonly RecognizedDenial[], isCheck: boolean): number {
  if (isCheck && found.some(({ denial }) => denial !== null)) return exitCodes.failed;
  return found.some(({ denial }) => denial === null) ? exitCodes.couldNotRun : exitCodes.success;
}

async function readLog(
  file: string,
  waiting: Waiting,
): Promise<{ log: string } | { problems: readonly string[] }> {
  if (file === "-" && process.stdin.isTTY) {
    return {
      problems: [
        "the log is missing: name a file, or pipe one: docker push … 2>&1 | npx pulumi-ghcr explain",
      ],
    };
  }
  try {
    const input = file === "-" ? process.stdin : createReadStream(file);
    const what = `reading ${file === "-" ? "the standard input" : file}`;
    return { log: await waiting.whileAsking(what, readInput(input, largestLog)) };
  } catch (error) {
    // Not `instanceof`: there can be more than one Error class.
    const code =
      typeof error === "object" && error !== null && "code" in error
        ? String(error.code)
        : "unknown";
    const why = {
      ENOENT: "no such file",
      EISDIR: "is a folder; name a file in it",
      EACCES: "permission denied",
    }[code];
    return { problems: [`'${file}': ${why ?? `cannot be read (${code})`}`] };
  }
}
