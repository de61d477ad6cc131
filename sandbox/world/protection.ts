/** A ruleset of a repository. It is stored and returned, but not enforced. */
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
