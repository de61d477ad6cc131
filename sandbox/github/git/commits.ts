import type { Commit, Repository } from "../../world/world";
import { lookUp, now } from "../../world/world";
import { commitId, createObject } from "./objects";

/** The content's git object id, as clients compute it. */
export function blobId(content: Buffer): string {
  return createObject("blob", content).id;
}

/** The commit of a branch, a tag, a full ref or a commit id. */
export function resolveCommit(
  repository: Repository,
  reference: string | null,
): { id: string; commit: Commit } | null {
  const { branches, tags = {}, commits } = repository.git;
  const name = (reference ?? repository.settings.default_branch).replace(/^refs\//, "");
  const id =
    lookUp(branches, name.replace(/^heads\//, "")) ??
    lookUp(tags, name.replace(/^tags\//, "")) ??
    name;
  const commit = lookUp(commits, id);
  return commit === undefined ? null : { id, commit };
}

/** Writes (or with null removes) files on a branch, which may be new in an empty repository. */
export function commitFiles(
  repository: Repository,
  branch: string,
  message: string,
  author: { name: string; email: string },
  files: Record<string, Buffer | null>,
  committer: { name: string; email: string } = author,
): string {
  const { git } = repository;
  const parent = lookUp(git.branches, branch) ?? null;
  const { tree: oldTree = {}, modes } = lookUp(git.commits, parent ?? "") ?? {};
  const tree = new Map(Object.entries(oldTree));
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      tree.delete(path);
      continue;
    }
    const id = blobId(content);
    git.blobs[id] = content.toString("base64");
    tree.set(path, id);
  }
  const date = now();
  const commit: Commit = {
    parent,
    message,
    author: { name: author.name, email: author.email, date },
    committer: { name: committer.name, email: committer.email, date },
    tree: Object.fromEntries(tree),
    ...(modes === undefined ? {} : { modes }),
  };
  const id = commitId(commit);
  git.commits[id] = commit;
  git.branches[branch] = id;
  repository.pushedAt = date;
  return id;
}

/** A branch's commits, newest first; with a path, those that changed it. */
export function listCommits(
  repository: Repository,
  reference: string | null,
  path: string | null,
): { id: string; commit: Commit }[] {
  const found: { id: string; commit: Commit }[] = [];
  let next = resolveCommit(repository, reference);
  while (next !== null) {
    const { commit } = next;
    const before = commit.parent === null ? null : resolveCommit(repository, commit.parent);
    const old = before?.commit.tree ?? {};
    if (path === null || lookUp(commit.tree, path) !== lookUp(old, path)) found.push(next);
    next = before;
  }
  return found;
}
