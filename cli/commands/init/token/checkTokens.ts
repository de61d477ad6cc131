import { check } from "../../../../core/checks/check";
import { wrap } from "../../../../core/text/wrap";
import { detailLines, type Finding } from "../../../../core/checks/finding";
import { GitHubClient, whyNot } from "../../../../core/github/client";
import { settingsPages } from "../../../../core/github/settingsPages";
import { administratorAbility } from "../../../../core/tokens/abilities";
import { tokenFacts, type TokenFacts } from "../../../../core/tokens/facts";
import { readToken, type TokenReading } from "../../../../core/tokens/format";
import { newTokenPage } from "../../../../core/tokens/scopes";
import { stepColumns } from "../sayWrapped";

/** Where GitHub and the registry are, and what the token is to do there. */
export interface TokenUse {
  readonly api: string;
  readonly registry: string;
  /** Whether it commits a workflow. */
  readonly writesWorkflows: boolean;
}

/** The texts of a token that publishes and of one that administers; often they are one. */
export interface TokenTexts {
  readonly publisher: string;
  readonly administrator: string;
}

/** What whoever gave them calls them. */
export type TokenNames = TokenTexts;

export type CheckedTokens =
  | {
      readonly kind: "accepted";
      readonly account: string | null;
      readonly notes: readonly string[];
    }
  | { readonly kind: "rejected"; readonly problems: readonly string[] };

/** What one token needs that does both. */
export function scopesOf({
  writesWorkflows,
}: Pick<TokenUse, "writesWorkflows">): readonly string[] {
  return ["repo", ...(writesWorkflows ? ["workflow"] : []), "write:packages", "read:packages"];
}

/** The page that makes it, with its scopes ticked. */
export function tokenPage(use: Pick<TokenUse, "writesWorkflows">): string {
  return `${newTokenPage(scopesOf(use))}&description=pulumi-ghcr`;
}

/** Asks what the doctor asks of a token alone, and whether it may administer. */
export async function checkTokens(
  texts: TokenTexts,
  names: TokenNames,
  use: TokenUse,
): Promise<CheckedTokens> {
  const { api, registry } = use;
  const reading = readToken(texts.publisher);
  const subject = { owner: "owner", repository: "repository", registry, images: [] };
  const checked = await check(subject, reading, { api, isLight: true });
  const findings = checked.findings;
  const refused = findings.find(({ outcome }) => outcome === "fail");
  const user = checked.answers?.user;
  const userFacts = user?.outcome === "answered" ? user.facts : undefined;
  const isOne = texts.administrator === texts.publisher;
  // Of one that GitHub does not take nothing more is to be told.
  const ownFacts = refused?.id === "github-api" ? undefined : userFacts;
  const facts = isOne ? ownFacts : await administratorFacts(texts.administrator, api);
  const problems = [
    ...failureLines(reading, refused, names.publisher),
    ...missingAbility(facts, names.administrator, use),
  ];
  if (problems.length > 0) return { kind: "rejected", problems };
  const notes = findings.flatMap(({ id, outcome, message }) =>
    outcome === "unknown" ? [`${id}: unknown: ${message}`] : [],
  );
  return { kind: "accepted", account: userFacts?.account ?? null, notes };
}

/**
 * What was found first: what was found behind it has the same cause. Where a new token is to be made
 * is told once for all, as the page of one check alone makes a token that fails at the next.
 */
function failureLines(
  reading: TokenReading,
  refused: Finding | undefined,
  name: string,
): readonly string[] {
  if (!("token" in reading))
    return wrap(messageAbout(name, formatIssuesOf(reading)), stepColumns, "");
  if (refused === undefined) return [];
  const { message, response: response, cause, fix = [] } = refused;
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

/** What is said of a setting, or of what a person typed. */
function messageAbout(name: string, response: string): string {
  return name.includes(" ") ? `${name} ${response}` : `${name}: ${response}`;
}

function formatIssuesOf({
  formatIssues,
}: Extract<TokenReading, { readonly formatIssues: unknown }>): string {
  // What is wrong in two ways may have one fix.
  const fixes = new Set(formatIssues.map(({ fix }) => fix));
  return [formatIssues.map(({ formatIssue }) => formatIssue).join(" and "), ...fixes].join("; ");
}

/** What GitHub tells of the token that administers, or why it tells nothing. */
async function administratorFacts(text: string, api: string): Promise<TokenFacts | string> {
  const reading = readToken(text);
  if (!("token" in reading)) return formatIssuesOf(reading);
  const github = new GitHubClient({ token: reading.token.reveal(), baseUrl: api });
  const answer = await github.userFacts();
  if (answer.outcome === "unknown") return answer.why;
  return tokenFacts(reading.token.kind, answer, new Date());
}

function missingAbility(
  facts: TokenFacts | string | undefined,
  name: string,
  { writesWorkflows }: TokenUse,
): readonly string[] {
  if (facts === undefined) return [];
  if (typeof facts === "string") return wrap(messageAbout(name, facts), stepColumns, "");
  // The second needs all that the first does.
  const act = writesWorkflows ? "write workflow files" : "manage repositories";
  const { can, reason } = administratorAbility(facts, act);
  return can === "no" ? wrap(messageAbout(name, `cannot ${act}: ${reason}`), stepColumns, "") : [];
}

const hiddenRepository =
  "GitHub also answers 404 for a repository that the token was not granted. If it does not exist, add create: true to its settings";

/** Whether a token sees only the repositories that it was granted. */
function isLimited(text: string): boolean {
  const reading = readToken(text);
  return "token" in reading && reading.token.kind === "fine-grained";
}

/** A repository as GitHub has it; nothing where it has none that the token sees. */
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
      return isLimited(token) ? { status: "unknown", why: hiddenRepository } : { status: "absent" };
    const { name: foundName, archived } = (body ?? {}) as { name?: unknown; archived?: unknown };
    if (status !== 200 || typeof foundName !== "string") {
      const why = refusal === undefined || refusal.text === "" ? "" : `: ${refusal.text}`;
      return { status: "unknown", why: `GitHub answered ${status}${why}` };
    }
    return { status: "exists", name: foundName, isArchived: archived === true };
  } catch (error) {
    return { status: "unknown", why: whyNot(error) };
  }
}
