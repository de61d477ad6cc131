import { check } from "../../../../core/checks/check";
import { wrap } from "../../../../core/text/wrap";
import { detailLines, type Finding } from "../../../../core/checks/finding";
import { GitHubClient, failureMessage } from "../../../../core/github/client";
import { settingsPages } from "../../../../core/github/settingsPages";
import { administratorAbility } from "../../../../core/tokens/abilities";
import { tokenFacts, type TokenFacts } from "../../../../core/tokens/facts";
import { readToken, type TokenReading } from "../../../../core/tokens/format";
import { newTokenPage } from "../../../../core/tokens/scopes";
import { stepColumns } from "../sayWrapped";

/** Where the token is used, and what for. */
export interface TokenUse {
  readonly api: string;
  readonly registry: string;
  /** Whether the stack has repositories to administer; one of mirrors alone has none. */
  readonly administers: boolean;
  /** Whether it must be able to write workflow files. */
  readonly writesWorkflows: boolean;
}

/** The text of the token that publishes and of the one that administers; often the same. */
export interface TokenTexts {
  readonly publisher: string;
  /** Undefined if there is nothing to administer. */
  readonly administrator?: string;
}

/** How the user refers to each token. */
export type TokenNames = Required<TokenTexts>;

export type CheckedTokens =
  | {
      readonly kind: "accepted";
      readonly account: string | null;
      readonly notes: readonly string[];
    }
  | { readonly kind: "rejected"; readonly problems: readonly string[] };

type TokenPurpose = Pick<TokenUse, "administers" | "writesWorkflows">;

/** The scopes of one token for everything. */
function scopesOf({ administers, writesWorkflows }: TokenPurpose): readonly string[] {
  const administrating = administers ? ["repo", ...(writesWorkflows ? ["workflow"] : [])] : [];
  return [...administrating, "write:packages", "read:packages"];
}

/** The page that creates it, with its scopes selected. */
export function tokenPage(use: TokenPurpose): string {
  return `${newTokenPage(scopesOf(use))}&description=pulumi-ghcr`;
}

/**
 * Runs the doctor's checks of the token itself, and checks whether it can administer repositories.
 */
export async function checkTokens(
  texts: TokenTexts,
  names: TokenNames,
  use: TokenUse,
): Promise<CheckedTokens> {
  const { api, registry } = use;
  const reading = readToken(texts.publisher);
  const subject = { owner: "owner", registry, repositories: [], images: [] };
  const checked = await check(subject, reading, { api, isLight: true });
  const findings = checked.findings;
  const refused = findings.find(({ outcome }) => outcome === "fail");
  const user = checked.answers?.user;
  const userFacts = user?.outcome === "answered" ? user.facts : undefined;
  const isOne = texts.administrator === texts.publisher;
  // If GitHub refuses the token, its facts are unknown.
  const ownFacts = refused?.id === "github-api" ? undefined : userFacts;
  const facts =
    isOne || texts.administrator === undefined
      ? ownFacts
      : await readAdministratorFacts(texts.administrator, api);
  const problems = [
    ...failureLines(reading, refused, names.publisher),
    ...(use.administers ? describeMissingAbility(facts, names.administrator, use) : []),
  ];
  if (problems.length > 0) return { kind: "rejected", problems };
  const notes = findings.flatMap(({ id, outcome, message }) =>
    outcome === "unknown" ? [`${id}: unknown: ${message}`] : [],
  );
  return { kind: "accepted", account: userFacts?.account ?? null, notes };
}

/**
 * Describes the first failure; later ones have the same cause. The page for a new token is left to
 * the caller: the one of a single check would create a token that fails the next check.
 */
function failureLines(
  reading: TokenReading,
  refused: Finding | undefined,
  name: string,
): readonly string[] {
  if (!("token" in reading))
    return wrap(messageAbout(name, formatIssuesOf(reading)), stepColumns, "");
  if (refused === undefined) return [];
  const { message, response, cause, fix = [] } = refused;
  const isNewToken = fix.some((step) => step.startsWith(`${settingsPages.tokens}/new`));
  const head = cause?.includes(message) === true ? cause : message;
  const detail = {
    response,
    cause: head === cause ? undefined : cause,
    fix: isNewToken ? [] : fix,
  };
  return [
    ...wrap(`${name}, ${String(reading.token)}: ${head}`, stepColumns, ""),
    ...detailLines(detail, stepColumns),
  ];
}

/** A message about a setting, or about what the user typed. */
function messageAbout(name: string, response: string): string {
  return name.includes(" ") ? `${name} ${response}` : `${name}: ${response}`;
}

function formatIssuesOf({
  formatIssues,
}: Extract<TokenReading, { readonly formatIssues: unknown }>): string {
  // Two issues can have the same fix.
  const fixes = new Set(formatIssues.map(({ fix }) => fix));
  return [formatIssues.map(({ message }) => message).join(" and "), ...fixes].join("; ");
}

/** What GitHub reports about the token that administers, or why it is unknown. */
async function readAdministratorFacts(text: string, api: string): Promise<TokenFacts | string> {
  const reading = readToken(text);
  if (!("token" in reading)) return formatIssuesOf(reading);
  const github = new GitHubClient({ token: reading.token.reveal(), baseUrl: api });
  const answer = await github.userFacts();
  if (answer.outcome === "unknown") return answer.why;
  return tokenFacts(reading.token.kind, answer, new Date());
}

function describeMissingAbility(
  facts: TokenFacts | string | undefined,
  name: string,
  { writesWorkflows }: TokenUse,
): readonly string[] {
  if (facts === undefined) return [];
  if (typeof facts === "string") return wrap(messageAbout(name, facts), stepColumns, "");
  // Writing workflow files requires everything that managing repositories does.
  const act = writesWorkflows ? "write workflow files" : "manage repositories";
  const { can, reason } = administratorAbility(facts, act);
  return can === "no" ? wrap(messageAbout(name, `cannot ${act}: ${reason}`), stepColumns, "") : [];
}

const hiddenRepository =
  "GitHub also answers 404 for a repository that the token was not granted. If it does not exist, add create: empty to its settings";

/** Whether a token can only see the repositories that it was granted. */
function isFineGrained(text: string): boolean {
  const reading = readToken(text);
  return "token" in reading && reading.token.kind === "fine-grained";
}

/** Looks up a repository on GitHub. */
export async function observeRepository(
  token: string,
  api: string,
  { owner, name }: { readonly owner: string; readonly name: string },
): Promise<
  | { readonly status: "exists"; readonly name: string; readonly isArchived: boolean }
  | { readonly status: "absent" }
  | { readonly status: "unknown"; readonly why: string }
> {
  try {
    const github = new GitHubClient({ token, baseUrl: api });
    const { status, body, refusal } = await github.ask("GET /repos/{owner}/{repo}", {
      owner,
      repo: name,
    });
    if (status === 404)
      return isFineGrained(token)
        ? { status: "unknown", why: hiddenRepository }
        : { status: "absent" };
    const { name: foundName, archived } = (body ?? {}) as { name?: unknown; archived?: unknown };
    if (status !== 200 || typeof foundName !== "string") {
      const why = refusal === undefined || refusal.text === "" ? "" : `: ${refusal.text}`;
      return { status: "unknown", why: `GitHub answered ${status}${why}` };
    }
    return { status: "exists", name: foundName, isArchived: archived === true };
  } catch (error) {
    return { status: "unknown", why: failureMessage(error) };
  }
}
