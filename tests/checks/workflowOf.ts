import type { WantedRepository } from "../../checks";

type WantedWorkflow = NonNullable<WantedRepository["workflow"]>;

/** A workflow that a stack wants, as far as nothing else is said. */
export function workflowOf(change: Partial<WantedWorkflow>): WantedWorkflow {
  const path = ".github/workflows/publish.yml";
  const file = { path, branch: "main", content: "on: push\n" };
  return { attest: false, file, isProposed: false, mayOverwrite: false, ...change };
}
