import type { Readable } from "node:stream";

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
