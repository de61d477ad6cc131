/** A pull request from one branch of a repository to another: forks there are none. */
export interface PullRequest {
  id: number;
  number: number;
  title: string;
  body: string | null;
  /** Branches by their names; where the head's is gone, what it held stays in `headSha`. */
  head: string;
  base: string;
  /** As they were when it was closed, and before that when it was made. */
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
