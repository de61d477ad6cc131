import type { Readable } from "node:stream";

/** Where nobody can be asked for it. */
export const noToken = "the token is missing: set GHCR_TOKEN, or pipe the token to --token-stdin";

/** Why no token is read from standard input if that is a terminal: what is typed would be shown. */
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

/** Far more than any token, and little to read. */
const largestToken = 64 * 1024;

/** A token from a pipe. */
export function readTokenInput(input: Readable = process.stdin): Promise<string> {
  return readInput(input, largestToken);
}

/** The standard input up to a bound; what is beyond it is not read. */
export async function readInput(input: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString("utf8");
}
