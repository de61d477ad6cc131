/** Protection rules of a repository. They are stored and returned, but not enforced. */
export interface Ruleset {
  id: number;
  name: string;
  target: "branch" | "tag" | "push";
  enforcement: "disabled" | "active" | "evaluate";
  bypassActors: unknown[];
  conditions: object;
  rules: unknown[];
  createdAt: string;
  updatedAt: string;
}

export interface Environment {
  id: number;
  name: string;
  /** In minutes. */
  waitTimer: number;
  preventSelfReview: boolean;
  /** The ids of the accounts that may review. There are no teams. */
  reviewers: number[];
  branchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  createdAt: string;
  updatedAt: string;
}
