import type { PullRequest } from "../../world/pulls";
import type { Repository } from "../../world/world";
import { lookUp } from "../../world/world";
import { nodeId, person } from "./account";
import { isAdministrator } from "../find";
import { listChangedPaths, listCommitsBetween, mergeTrees } from "../git/merge";
import type { Call } from "../operation";
import { listedRepository } from "./repository";

/** The current commits of its branches; for a closed one, those when it was closed. */
export function findTips(
  { git }: Repository,
  { state, head, base, headSha, baseSha }: PullRequest,
): { head: string; base: string } {
  if (state === "closed") return { head: headSha, base: baseSha };
  return {
    head: lookUp(git.branches, head) ?? headSha,
    base: lookUp(git.branches, base) ?? baseSha,
  };
}

/** `pull-request`. */
export function pullShape(
  call: Call,
  repository: Repository,
  pull: PullRequest,
): Record<string, unknown> {
  const { git } = repository;
  const at = findTips(repository, pull);
  const fullName = `${repository.owner}/${repository.name}`;
  const api = `${call.base}/repos/${fullName}`;
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const html = `https://github.com/${fullName}/pull/${pull.number}`;
  const comments = `${url}/comments`;
  const statuses = `${api}/statuses/${at.head}`;
  const isOpen = pull.state === "open";
  const canMerge = isOpen ? mergeTrees(git, at.base, at.head) !== null : null;
  return {
    url,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: comments,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: person(call, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merge?.at ?? null,
    merge_commit_sha: pull.merge?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: branchShape(call, repository, pull.head, at.head),
    base: branchShape(call, repository, pull.base, at.base),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: comments },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: "OWNER",
    auto_merge: null,
    draft: pull.draft,
    merged: pull.merge !== null,
    mergeable: canMerge,
    rebaseable: canMerge,
    mergeable_state: canMerge === null ? "unknown" : canMerge ? "clean" : "dirty",
    merged_by: pull.merge === null ? null : person(call, pull.merge.by),
    comments: (repository.comments ?? []).filter(({ number }) => number === pull.number).length,
    review_comments: 0,
    // This applies to forks only.
    maintainer_can_modify: false,
    commits: listCommitsBetween(git, at.base, at.head).length,
    additions: 0,
    deletions: 0,
    changed_files: listChangedPaths(git, at.base, at.head).length,
  };
}

function branchShape(
  call: Call,
  repository: Repository,
  ref: string,
  sha: string,
): Record<string, unknown> {
  const { owner } = repository;
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: person(call, owner),
    repo: listedRepository(call.world, repository, call.base, isAdministrator(call, repository)),
  };
}
