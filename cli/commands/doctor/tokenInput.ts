import { readExactToken, readToken, type TokenReading } from "../../../core/tokens/format";
import { exitCodes } from "../../exitCodes";
import { showTyping } from "../../ui/echo";
import { noToken, readTokenInput, tokenInputProblem } from "../../ui/input";
import { Interruption } from "../../ui/interruption";
import { Stopped, openTerminal } from "../../ui/terminal";

export type TokenInput =
  | { readonly kind: "received"; readonly reading: TokenReading; readonly from: string }
  | { readonly kind: "invalid"; readonly problem: string }
  | { readonly kind: "stopped"; readonly exitCode: number };

/**
 * Reads the token. A line from the standard input or the keyboard ends with a newline. A variable does
 * not: a newline in it belongs to the secret that it was set from, and every other program sends it.
 */
export async function readTokenInputOrAsk(isTokenOnInput: boolean): Promise<TokenInput> {
  if (isTokenOnInput) {
    const problem = tokenInputProblem();
    if (problem !== undefined) return { kind: "invalid", problem };
    const reading = readToken(await readTokenInput());
    return { kind: "received", reading, from: "the standard input" };
  }
  const { GHCR_TOKEN } = process.env;
  if (GHCR_TOKEN === undefined) return askToken();
  return { kind: "received", reading: readExactToken(GHCR_TOKEN), from: "GHCR_TOKEN" };
}

const tokenPrompt = "Paste the token (it is not shown; docs/tokens.md describes how to create one)";

/** Asks for the token: typed as a command it would stay in the shell's history. */
async function askToken(): Promise<TokenInput> {
  const interruption = new Interruption();
  try {
    const terminal = openTerminal(interruption.questionSignal);
    if (terminal === undefined) return { kind: "invalid", problem: noToken };
    const reading = readToken(await terminal.askSecret(tokenPrompt));
    return { kind: "received", reading, from: "the keyboard" };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    // The end of the input is not an interruption.
    const exitCode = interruption.exitCode ?? error.exitCode;
    if (exitCode === exitCodes.failed) return { kind: "invalid", problem: noToken };
    console.error("doctor: stopped; no check was run");
    return { kind: "stopped", exitCode };
  } finally {
    showTyping();
    interruption.close();
  }
}
