import { unknownAnswer } from "../../../core/http/answer";
import { failureMessage, type ApiAnswer, type GitHubClient } from "../../../core/github/client";
import type { Refusal } from "../../../core/http/refusal";
import { isRecord } from "../../../core/http/json";
import { signOnAddressIn } from "../../../core/tokens/facts";
import type { ListedRepository, RepositoryList } from "../observations";

/** Up to this many are read one by one: an account may have thousands of others. */
const maxSingleRequests = 2;

/** Reads the stack's repositories that the token can see. Many are read from lists of a hundred. */
export async function collectRepositories(
  github: GitHubClient,
  owner: string,
  names: readonly string[],
  account: string | null,
): Promise<RepositoryList> {
  try {
    return names.length <= maxSingleRequests
      ? await fetchEach(github, owner, names)
      : await fetchList(github, owner, account);
  } catch (error) {
    return unknownAnswer(failureMessage(error));
  }
}

async function fetchEach(
  github: GitHubClient,
  owner: string,
  names: readonly string[],
): Promise<RepositoryList> {
  const answers = await Promise.all(
    names.map((repository) => github.ask("GET /repos/{owner}/{repository}", { owner, repository })),
  );
  const refused = answers.find(({ status }) => status !== 200 && status !== 404);
  if (refused?.refusal !== undefined) return refusalIn(refused, refused.refusal);
  const found = answers.filter(({ status }) => status === 200).map(({ body }) => body);
  return parseRepositories(found, false);
}

/** GitHub lists an account's private repositories only in `GET /user/repos`. */
async function fetchList(
  github: GitHubClient,
  owner: string,
  account: string | null,
): Promise<RepositoryList> {
  const size = { per_page: 100 };
  const isTokenAccount = account?.toLowerCase() === owner.toLowerCase();
  const owned = { affiliation: "owner", ...size };
  const first = isTokenAccount
    ? await github.askAll("GET /user/repos", owned)
    : await github.askAll("GET /orgs/{owner}/repos", { owner, ...size });
  const answer =
    first.status === 404 && !isTokenAccount
      ? await github.askAll("GET /users/{owner}/repos", { owner, ...size })
      : first;
  if (answer.refusal !== undefined) return refusalIn(answer, answer.refusal);
  const isPartial = answer.headers["x-github-sso"]?.startsWith("partial-results") === true;
  return parseRepositories(answer.items, isPartial);
}

function refusalIn(answer: Pick<ApiAnswer, "headers">, refusal: Refusal): RepositoryList {
  return { outcome: "refused", refusal, signOnAddress: signOnAddressIn(answer) };
}

function parseRepositories(items: readonly unknown[], isPartial: boolean): RepositoryList {
  const repositories = new Map<string, ListedRepository>();
  for (const item of items) {
    if (!isRecord(item) || typeof item.name !== "string" || typeof item.id !== "number") {
      return unknownAnswer("GitHub's answer is not of the shape that it describes");
    }
    const { name, id, archived, description, visibility } = item;
    const { default_branch: branch } = item;
    repositories.set(name.toLowerCase(), {
      name,
      isArchived: archived === true,
      id,
      description: typeof description === "string" ? description : "",
      visibility: typeof visibility === "string" ? visibility : visibilityOf(item.private),
      defaultBranch: typeof branch === "string" ? branch : "",
    });
  }
  return { outcome: "listed", repositories, isPartial };
}

/** A list may omit `visibility`, but never `private`. */
function visibilityOf(isPrivate: unknown): string {
  return isPrivate === false ? "public" : "private";
}
