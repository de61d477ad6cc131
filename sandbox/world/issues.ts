/** An issue. Pull requests share its number sequence and its comments. */
export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  /** Login. */
  author: string;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface IssueComment {
  id: number;
  /** The issue's, or the pull request's. */
  number: number;
  body: string;
  /** Login. */
  author: string;
  createdAt: string;
  updatedAt: string;
}
