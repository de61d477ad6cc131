import type { Steps } from "../../engine/progress";
import { readToken } from "../../ghcr/tokenText";
import { CannotRun, Explained } from "../explained";
import { readInput } from "../input";
import type { Terminal } from "./terminal";
import {
  checkTokens,
  tokenPage,
  type CheckedTokens,
  type TokenTexts,
  type TokenUse,
} from "./token";

export interface TokenStep {
  readonly steps: Steps;
  readonly terminal: Terminal | undefined;
  readonly isTokenOnInput: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What the stack holds already. */
  readonly stored: TokenTexts | undefined;
  readonly use: TokenUse;
}

export interface Tokens extends TokenTexts {
  /** Where they came from. */
  readonly from: string;
  /** The account of the one that publishes, as far as GitHub told it. */
  readonly account: string | null;
}

/** Far more than any token, and little to read. */
const largestToken = 64 * 1024;

const whatBecomesOfIt = [
  "It is stored encrypted, and becomes the Actions secret of each repository, where who may change",
  "a workflow can use it. docs/tokens.md tells how to have two.",
].join("\n");

/** Gets a token and asks what it can do. A person may try another one; a script is told. */
export async function tokenStep(step: TokenStep): Promise<Tokens> {
  const { steps, terminal, use } = step;
  const given = await givenTokens(step);
  if (given !== undefined) {
    const checked = await checkTokens(given, use);
    if (checked.is === "right") return accepted(steps, given, checked);
    throw new Explained(
      `${given.from}: is refused; nothing was changed.\n${checked.told}\n${newToken(use)}`,
    );
  }
  if (terminal === undefined) {
    throw new CannotRun(
      [
        "there is no token: put it in the variable GHCR_TOKEN, or send it to --token-stdin",
        newToken(use),
        "Nothing was changed.",
      ].join("\n"),
    );
  }
  steps.say(`${newToken(use)}\n${whatBecomesOfIt}`);
  for (;;) {
    steps.release();
    const keep = step.stored === undefined ? "" : ", or Enter for the one that is stored";
    const text = await terminal.askSecret(`      Paste the token${keep} (it is not shown):`);
    const texts =
      text === "" && step.stored !== undefined
        ? { ...step.stored, from: "the stack" }
        : { publisher: text, administrator: text, from: "the keyboard" };
    const checked = await checkTokens(texts, use);
    if (checked.is === "right") return accepted(steps, texts, checked);
    steps.say(`${checked.told}\n${newToken(use)}`);
  }
}

function newToken(use: TokenUse): string {
  return `A token with all that it needs is made here: ${tokenPage(use)}`;
}

function accepted(
  steps: Steps,
  texts: TokenTexts & { readonly from: string },
  { account, notes }: Extract<CheckedTokens, { readonly is: "right" }>,
): Tokens {
  for (const note of notes) steps.say(note);
  return { ...texts, account };
}

/** A token that nobody need be asked for. */
async function givenTokens({
  isTokenOnInput,
  terminal,
  variables,
  stored,
}: TokenStep): Promise<(TokenTexts & { readonly from: string }) | undefined> {
  if (isTokenOnInput) {
    if (terminal !== undefined) {
      throw new CannotRun(
        "--token-stdin: reads a pipe, and here is a terminal; leave it out, and the token is asked for\nNothing was changed.",
      );
    }
    const text = await readInput(process.stdin, largestToken);
    return { publisher: text, administrator: text, from: "the standard input" };
  }
  const { GHCR_TOKEN: publisher = "", GITHUB_TOKEN: administrator = "" } = variables;
  if (publisher !== "") {
    return administrator === ""
      ? { publisher, administrator: publisher, from: "GHCR_TOKEN" }
      : { publisher, administrator, from: "GHCR_TOKEN, and GITHUB_TOKEN that administers" };
  }
  return terminal === undefined && stored !== undefined
    ? { ...stored, from: "the stack" }
    : undefined;
}

/** The value without the newline that an editor leaves. Only of what was accepted. */
export function plainValue(text: string): string {
  const reading = readToken(text);
  if ("token" in reading) return reading.token.reveal();
  throw new Error("a token that was accepted is none");
}
