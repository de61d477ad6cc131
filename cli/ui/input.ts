import type { Readable } from "node:stream";

/** The problem if there is no terminal to ask at. */
export const noToken = "the token is missing: set GHCR_TOKEN, or pipe the token to --token-stdin";

/** Why the token cannot be read from standard input if that is a terminal: it would be echoed. */
export function tokenInputProblem({
  stdin,
  stderr,
}: {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
} = process): string | undefined {
  if (stdin.isTTY !== true) return undefined;
  // Questions appear on stderr.
  const fix =
    stderr.isTTY === true ? "omit the option to be asked for the token" : "set GHCR_TOKEN";
  return `--token-stdin: standard input is a terminal, not a pipe; ${fix}`;
}

/** Far larger than any token. */
const largestToken = 64 * 1024;

/** Reads a token from a pipe. */
export function readTokenInput(input: Readable = process.stdin): Promise<string> {
  return readInput(input, largestToken);
}

/** Reads the input up to a limit; the rest is not read. */
export async function readInput(input: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit).toString("utf8");
}
