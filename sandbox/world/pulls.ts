/** A pull request between two branches of a repository: forks are not supported. */
export interface PullRequest {
  id: number;
  number: number;
  title: string;
  body: string | null;
  /** Branch names; if the head is deleted, `headSha` keeps its commit. */
  head: string;
  base: string;
  /** The commits when it was closed; before that, when it was created. */
  headSha: string;
  baseSha: string;
  state: "open" | "closed";
  draft: boolean;
  /** Login. */
  author: string;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  merge: { sha: string; by: string; at: string } | null;
}
