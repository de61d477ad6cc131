import type { DesiredRepository, DesiredStack } from "../../../../stack/model";
import type { PriorState, PriorWorkflow } from "../../../../stack/state";
import { desiredRepository, desiredStack } from "../../desired";
import { priorStateWith } from "../../state/prior";

/** A stack with one repository, v7, and this workflow. */
export function stackOf(
  workflow: DesiredRepository["workflow"],
  create = false,
  autoInit = true,
): DesiredStack {
  return desiredStack({ repositories: [desiredRepository("v7", { create, autoInit, workflow })] });
}

/** The workflow in the prior state. */
export function priorOf(left?: Partial<PriorWorkflow>, isManaged = false): PriorState {
  const workflow = { repository: "v7", files: [], branches: [], pullRequests: [], ...left };
  return priorStateWith({
    repositories: new Set(isManaged ? ["f1bonacci66/v7"] : []),
    workflows: new Map(left === undefined ? [] : [["v7", workflow]]),
  });
}
