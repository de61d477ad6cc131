import { createReadStream } from "node:fs";
import { recognise, type Recognised } from "../ghcr/denials";
import { withoutTokens } from "../ghcr/tokenWords";
import { describeFlags, readArguments, type Flag } from "./arguments";
import { readInput } from "./input";
import { table } from "./explainTable";

const flags = {
  json: { says: "what was found for a program, in a form that docs/doctor.md describes" },
  registry: { value: "HOST", says: "another registry whose words are meant [ghcr.io]" },
  help: { says: "this text" },
} as const satisfies Record<string, Flag>;

const help = [
  "pulumi-ghcr explain [FILE] [--json]",
  "",
  "Names the refusals in a log (a push's, a pull's, that of pulumi up or of a CI job), with their",
  "causes and mends. Without a FILE it reads the standard input.",
  "",
  describeFlags(flags),
  "",
  "It ends with 0 where every refusal is known, and where there is none; with 2 where one is unknown,",
  "or where it could not read.",
  "",
  "  docker push ghcr.io/octo/app 2>&1 | pulumi-ghcr explain",
  "  gh run view --log-failed | pulumi-ghcr explain --json",
].join("\n");

/** A CI log of a day. What is beyond it is not read, and that is said. */
const largestLog = 64 * 1024 * 1024;

/** Names the refusals in a log. */
export async function main(args: readonly string[]): Promise<number> {
  const { flags: given, rest, problems } = readArguments(args, flags, 1);
  if (given.has("help")) {
    console.log(help);
    return 0;
  }
  const isJson = given.has("json");
  const [file = "-"] = rest;
  const read = problems.length > 0 ? { problems } : await readLog(file);
  if ("problems" in read) return refuse(read.problems, isJson);

  const registries = [given.get("registry")?.[0] ?? "ghcr.io"];
  // A log may hold a token that nobody masked; what it says of it is the same without.
  const found = recognise(withoutTokens(read.log), { registries });
  const isCut = Buffer.byteLength(read.log) >= largestLog;
  if (isJson) console.log(JSON.stringify(asJson(found, isCut), null, 2));
  else console.log(table(found, isCut));
  return found.some(({ denial }) => denial === null) ? 2 : 0;
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

function refuse(problems: readonly string[], isJson: boolean): number {
  const shown = problems.map(withoutTokens);
  if (isJson) console.log(JSON.stringify({ version: 1, problems: shown }, null, 2));
  else for (const problem of shown) console.error(`explain: ${problem}`);
  return 2;
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
