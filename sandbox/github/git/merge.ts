import type { PullRequest } from "../../world/pulls";
import type { Commit, GitStore, Repository } from "../../world/world";
import { lookUp, now } from "../../world/world";
import { commitId } from "./objects";

/** A commit and all its ancestors, the newest first. */
export function listAncestors(git: GitStore, sha: string): string[] {
  const found = new Set<string>();
  const next = [sha];
  for (let id = next.shift(); id !== undefined; id = next.shift()) {
    const commit = lookUp(git.commits, id);
    if (commit === undefined || found.has(id)) continue;
    found.add(id);
    next.push(...[commit.parent, commit.mergedParent ?? null].filter((each) => each !== null));
  }
  return [...found];
}

/** The head's commits that the base does not have: without any, GitHub rejects a pull request. */
export function listCommitsBetween(git: GitStore, base: string, head: string): string[] {
  const baseCommits = new Set(listAncestors(git, base));
  return listAncestors(git, head).filter((id) => !baseCommits.has(id));
}

/** The paths that the head changed since the common ancestor. */
export function listChangedPaths(git: GitStore, base: string, head: string): string[] {
  const { before, theirs } = readTrees(git, base, head);
  return listDifferingPaths(before, theirs);
}

/** The merged tree; null for a conflict. */
export function mergeTrees(git: GitStore, base: string, head: string): Commit["tree"] | null {
  const { before, ours, theirs } = readTrees(git, base, head);
  const tree = new Map(Object.entries(ours));
  for (const path of listDifferingPaths(before, theirs)) {
    const [old, our, their] = [before, ours, theirs].map((each) => lookUp(each, path));
    if (our !== old && our !== their) return null;
    if (their === undefined) tree.delete(path);
    else tree.set(path, their);
  }
  return Object.fromEntries(tree);
}

/** Commits the head's changes to the base. A squashed commit does not have the head as a parent. */
export function mergeInto(
  repository: Repository,
  pull: PullRequest,
  tree: Commit["tree"],
  { message, isSquashed, name }: { message: string; isSquashed: boolean; name: string },
): string {
  const { git } = repository;
  const date = now();
  const person = { name, email: `${name}@users.noreply.github.com`, date };
  const parent = lookUp(git.branches, pull.base) ?? null;
  const head = lookUp(git.branches, pull.head) ?? pull.headSha;
  const [ours, theirs] = [parent ?? "", head].map((id) => lookUp(git.commits, id)?.modes);
  const commit: Commit = {
    parent,
    ...(isSquashed ? {} : { mergedParent: head }),
    message,
    author: person,
    committer: { ...person, name: "GitHub", email: "noreply@github.com" },
    tree,
    modes: { ...ours, ...theirs },
  };
  const id = commitId(commit);
  git.commits[id] = commit;
  git.branches[pull.base] = id;
  repository.pushedAt = date;
  return id;
}

/** A pull request whose branch is deleted is closed. */
export function closePullRequests(repository: Repository, branch: string, sha: string): void {
  for (const pull of repository.pulls ?? []) {
    if (pull.state !== "open" || ![pull.head, pull.base].includes(branch)) continue;
    if (pull.head === branch) pull.headSha = sha;
    pull.state = "closed";
    pull.closedAt = pull.updatedAt = now();
  }
}

function readTrees(
  git: GitStore,
  base: string,
  head: string,
): Record<"before" | "ours" | "theirs", Commit["tree"]> {
  const baseCommits = new Set(listAncestors(git, base));
  const common = listAncestors(git, head).find((id) => baseCommits.has(id));
  const treeOf = (id = ""): Commit["tree"] => lookUp(git.commits, id)?.tree ?? {};
  return { before: treeOf(common), ours: treeOf(base), theirs: treeOf(head) };
}

function listDifferingPaths(one: Commit["tree"], other: Commit["tree"]): string[] {
  const all = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...all].filter((path) => lookUp(one, path) !== lookUp(other, path)).sort();
}
