import type { Steps } from "../../../ui/steps";
import { readToken } from "../../../../core/tokens/format";
import { CannotRun, UserError } from "../../../errors";
import { hideTyping, showTyping } from "../../../ui/echo";
import { noToken, readTokenInput, tokenInputProblem } from "../../../ui/input";
import { sayWrapped } from "../sayWrapped";
import type { Terminal } from "../../../ui/terminal";
import {
  checkTokens,
  tokenPage,
  type CheckedTokens,
  type TokenNames,
  type TokenTexts,
  type TokenUse,
} from "./checkTokens";

export interface TokenStep {
  readonly steps: Steps;
  readonly terminal: Terminal | undefined;
  readonly isTokenOnInput: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The tokens in the stack's settings. */
  readonly stored: TokenTexts | undefined;
  readonly use: TokenUse;
}

interface TokenSource extends TokenTexts {
  /** Where the tokens come from. */
  readonly from: string;
  readonly names: TokenNames;
}

export interface Tokens extends TokenSource {
  /** The account of the token that publishes, if GitHub reported it. */
  readonly account: string | null;
  /** Whether they were checked for writing workflow files. */
  readonly writesWorkflows: boolean;
}

const secretNote = [
  "It is stored encrypted, and becomes the Actions secret GHCR_TOKEN of each",
  "repository: anyone who can change a workflow there can use it.",
  "docs/tokens.md describes how to use two.",
];

/**
 * Gets the tokens and checks them, the previous ones first. At a terminal the user can try another
 * one; a script fails.
 */
export async function tokenStep(step: TokenStep, before?: Tokens): Promise<Tokens> {
  const { steps, terminal, stored, use } = step;
  // In a later round, another token is asked for if a scope is missing from this one.
  if (before !== undefined) hideTyping();
  const source = before ?? (await findTokens(step));
  if (source === undefined) {
    if (terminal === undefined) {
      throw new CannotRun([noToken, ...newTokenLines(use)].join("\n"));
    }
    if (stored === undefined) {
      const note = use.administers ? secretNote : ["It is stored encrypted."];
      steps.say([...newTokenLines(use), ...note].join("\n"));
    }
  } else {
    const checked = await checkTokens(source, source.names, use);
    if (checked.kind === "accepted") return acceptTokens(step, source, checked);
    const message = [...checked.problems, ...newTokenLines(use)].join("\n");
    if (before === undefined || terminal === undefined) throw new UserError(message);
    steps.say(message);
  }
  for (;;) {
    steps.release();
    const keep = stored === undefined ? "" : ", or press Enter for the stored one";
    const text = await terminal.askSecret(`Paste the token${keep} (it is not shown)`, {
      canBeEmpty: stored !== undefined,
    });
    const texts =
      text === "" && stored !== undefined ? storedSource(stored) : typedToken(use, text);
    const checked = await checkTokens(texts, texts.names, use);
    if (checked.kind === "accepted") return acceptTokens(step, texts, checked);
    steps.say([...checked.problems, ...newTokenLines(use)].join("\n"));
  }
}

function newTokenLines(use: TokenUse): readonly string[] {
  // The README's page includes workflow, because its reader may not know yet where images are
  // built.
  const isLarger = use.administers && !use.writesWorkflows;
  const more = isLarger ? " (the README's, with workflow, works too)" : "";
  return [`Create a classic token${more}:`, tokenPage(use)];
}

function acceptTokens(
  { steps, use: { writesWorkflows } }: TokenStep,
  source: TokenSource,
  { account, notes }: Extract<CheckedTokens, { readonly kind: "accepted" }>,
): Tokens {
  showTyping();
  for (const note of notes) sayWrapped(steps, note);
  return { ...source, account, writesWorkflows };
}

/** The tokens that are available without asking. */
async function findTokens({
  isTokenOnInput,
  terminal,
  variables,
  stored,
  use,
}: TokenStep): Promise<TokenSource | undefined> {
  if (isTokenOnInput) {
    const problem = tokenInputProblem();
    if (problem !== undefined) throw new CannotRun(problem);
    return singleToken(use, await readTokenInput(), "the token", "the standard input");
  }
  const { GHCR_TOKEN: publisher = "", GITHUB_TOKEN: administrator = "" } = variables;
  if (publisher !== "") {
    if (administrator === "" || !use.administers) return singleToken(use, publisher, "GHCR_TOKEN");
    return {
      publisher,
      administrator,
      from: "GHCR_TOKEN, and GITHUB_TOKEN to administer",
      names: { publisher: "GHCR_TOKEN", administrator: "GITHUB_TOKEN" },
    };
  }
  return terminal === undefined && stored !== undefined ? storedSource(stored) : undefined;
}

/** One token for both uses, or for the only one. */
function singleToken(
  { administers }: Pick<TokenUse, "administers">,
  text: string,
  name: string,
  from = name,
): TokenSource {
  const names = { publisher: name, administrator: name };
  return { publisher: text, ...(administers ? { administrator: text } : {}), from, names };
}

function typedToken(use: TokenUse, text: string): TokenSource {
  return singleToken(use, text, "The token", "the keyboard");
}

function storedSource(stored: TokenTexts): TokenSource {
  const names = { publisher: "ghcr:token", administrator: "github:token" };
  return { ...stored, from: "the stack", names };
}

/** The token without the newline that an editor leaves. Call it only for accepted tokens. */
export function plainValue(text = ""): string {
  const reading = readToken(text);
  if ("token" in reading) return reading.token.reveal();
  throw new Error("an accepted token is malformed");
}
