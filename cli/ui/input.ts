import type { Readable } from "node:stream";

/** Where nobody can be asked for it. */
export const noToken =
  "there is no token: put it in the variable GHCR_TOKEN, or send it to --token-stdin";

/** Where it was asked for, and Enter alone came. */
export const nothingPasted =
  "nothing was pasted: copy the token, and paste it where it is asked for, with Ctrl-Shift-V or the mouse; it stays unseen";

/** Why no token is read from here, where a keyboard is: what is typed would be shown. */
export function keyboardProblem({
  stdin,
  stderr,
}: {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
} = process): string | undefined {
  if (stdin.isTTY !== true) return undefined;
  // A question stands on the error output.
  const mend =
    stderr.isTTY === true
      ? "leave it out, and the token is asked for, unseen"
      : "put the token in the variable GHCR_TOKEN";
  return `--token-stdin: reads a pipe, and here is a keyboard; ${mend}`;
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
