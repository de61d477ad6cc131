import type { Issue, IssueComment } from "../../world/issues";
import type { PullRequest } from "../../world/pulls";
import type { Repository, Token } from "../../world/world";
import { WORKFLOWS, nodeId, person } from "./account";
import type { Call } from "../operation";

export function authorOf(token: Token | null): string {
  return token?.kind === "actions" ? WORKFLOWS : (token?.owner ?? "");
}

/** `issue`. */
export function issueShape(
  call: Call,
  repository: Repository,
  issue: Issue,
): Record<string, unknown> {
  return {
    ...threadShape(call, repository, issue, "issues"),
    node_id: nodeId("Issue", issue.id),
    state_reason: issue.stateReason,
  };
}

/** A pull request as an item of the list of issues. */
export function pullAsIssue(
  call: Call,
  repository: Repository,
  pull: PullRequest,
): Record<string, unknown> {
  const html = `https://github.com/${repository.owner}/${repository.name}/pull/${pull.number}`;
  const url = `${call.base}/repos/${repository.owner}/${repository.name}/pulls/${pull.number}`;
  return {
    ...threadShape(call, repository, pull, "pull"),
    node_id: nodeId("PullRequest", pull.id),
    draft: pull.draft,
    pull_request: {
      ...{ url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` },
      merged_at: pull.merge?.at ?? null,
    },
  };
}

/** `issue-comment`. */
export function commentShape(
  call: Call,
  repository: Repository,
  comment: IssueComment,
): Record<string, unknown> {
  const { id, number, body, author, createdAt, updatedAt } = comment;
  const fullName = `${repository.owner}/${repository.name}`;
  const api = `${call.base}/repos/${fullName}/issues`;
  const isPull = repository.pulls?.some((pull) => pull.number === number) === true;
  const page = `https://github.com/${fullName}/${isPull ? "pull" : "issues"}/${number}`;
  return {
    id,
    node_id: nodeId("IssueComment", id),
    url: `${api}/comments/${id}`,
    html_url: `${page}#issuecomment-${id}`,
    issue_url: `${api}/${number}`,
    user: person(call, author),
    body,
    created_at: createdAt,
    updated_at: updatedAt,
    author_association: authorAssociation(author),
    performed_via_github_app: null,
  };
}

type Thread = Pick<
  Issue & PullRequest,
  | ("id" | "number" | "title" | "body" | "state" | "author")
  | ("createdAt" | "updatedAt" | "closedAt")
>;

function threadShape(
  call: Call,
  repository: Repository,
  thread: Thread,
  folder: "issues" | "pull",
): Record<string, unknown> {
  const { id, number, title, body, state, author, createdAt, updatedAt, closedAt } = thread;
  const fullName = `${repository.owner}/${repository.name}`;
  const url = `${call.base}/repos/${fullName}/issues/${number}`;
  return {
    id,
    url,
    repository_url: `${call.base}/repos/${fullName}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `https://github.com/${fullName}/${folder}/${number}`,
    number,
    state,
    title,
    body,
    user: person(call, author),
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: (repository.comments ?? []).filter((each) => each.number === number).length,
    created_at: createdAt,
    updated_at: updatedAt,
    closed_at: closedAt,
    author_association: authorAssociation(author),
  };
}

function authorAssociation(author: string): string {
  return author === WORKFLOWS ? "NONE" : "OWNER";
}
