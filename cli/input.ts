import type { Readable } from "node:stream";

/** Where nobody can be asked for it. */
export const noToken =
  "there is no token: put it in the variable GHCR_TOKEN, or send it to --token-stdin";

/** A terminal would show what is typed. */
export const noPipe =
  "--token-stdin: reads a pipe, and here is a terminal; leave it out, and the token is asked for";

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
