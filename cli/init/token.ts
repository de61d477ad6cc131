import { check } from "../../checks";
import { table } from "../../doctor";
import { GitHubClient, whyNot } from "../../ghcr/github";
import { administratorAbility } from "../../ghcr/tokenAbilities";
import { tokenFacts, type TokenFacts } from "../../ghcr/tokenFacts";
import { readToken } from "../../ghcr/tokenText";
import { newTokenPage } from "../../ghcr/tokenScopes";

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

export type CheckedTokens =
  | { readonly is: "right"; readonly account: string | null; readonly notes: readonly string[] }
  | { readonly is: "refused"; readonly told: string };

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
export async function checkTokens(texts: TokenTexts, use: TokenUse): Promise<CheckedTokens> {
  const { api, registry } = use;
  const reading = readToken(texts.publisher);
  const subject = { owner: "owner", repository: "repository", registry, images: [] };
  const checked = await check(subject, reading, { api, isLight: true });
  const findings = checked.findings;
  const isRefused = findings.some(({ outcome }) => outcome === "fail");
  const shown = (): string =>
    table(findings, {
      heading: [`Token  ${"token" in reading ? String(reading.token) : "none that can be sent"}`],
      colour: false,
    });
  if (isRefused || !("token" in reading)) return { is: "refused", told: shown() };
  const user = checked.answers?.user;
  const own = user?.outcome === "answered" ? user.facts : undefined;
  const facts =
    texts.administrator === texts.publisher
      ? own
      : await administratorFacts(texts.administrator, api);
  const lacking = typeof facts === "string" ? [facts] : lackingFor(facts, use);
  if (lacking.length > 0) return { is: "refused", told: lacking.join("\n") };
  const notes = findings.flatMap(({ id, outcome, found }) =>
    outcome === "cannot tell" ? [`${id}: cannot tell: ${found}`] : [],
  );
  return { is: "right", account: own?.account ?? null, notes };
}

/** What GitHub tells of the token that administers, or why it tells nothing. */
async function administratorFacts(text: string, api: string): Promise<TokenFacts | string> {
  const reading = readToken(text);
  if (!("token" in reading)) {
    return reading.slips.map(({ slip, mend }) => `GITHUB_TOKEN: ${slip}; ${mend}`).join("\n");
  }
  const github = new GitHubClient({ token: reading.token.reveal(), baseUrl: api });
  const answer = await github.userFacts();
  if (answer.outcome === "cannot tell") return `GITHUB_TOKEN: ${answer.why}`;
  return tokenFacts(reading.token.kind, answer, new Date());
}

function lackingFor(
  facts: TokenFacts | undefined,
  { writesWorkflows }: TokenUse,
): readonly string[] {
  if (facts === undefined) return [];
  // The second needs all that the first does.
  const act = writesWorkflows ? "write workflow files" : "manage repositories";
  const { can, reason } = administratorAbility(facts, act);
  return can === "no" ? [`The token cannot ${act}: ${reason}`] : [];
}

/** A repository as GitHub has it; nothing where it has none that the token sees. */
export async function askRepository(
  token: string,
  api: string,
  { owner, name }: { readonly owner: string; readonly name: string },
): Promise<
  | { readonly is: "there"; readonly name: string; readonly isArchived: boolean }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly why: string }
> {
  try {
    const github = new GitHubClient({ token, baseUrl: api });
    const { status, body, says } = await github.ask("GET /repos/{owner}/{repo}", {
      owner,
      repo: name,
    });
    if (status === 404) return { is: "absent" };
    const { name: told, archived } = (body ?? {}) as { name?: unknown; archived?: unknown };
    if (status !== 200 || typeof told !== "string") {
      return { is: "unknown", why: `GitHub answered ${status}${says === "" ? "" : `: ${says}`}` };
    }
    return { is: "there", name: told, isArchived: archived === true };
  } catch (error) {
    return { is: "unknown", why: whyNot(error) };
  }
}
