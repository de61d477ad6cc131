import type { PriorState } from "../../../state";
import type { DesiredStack } from "../../../model";
import { isManaged } from "../../names";
import type { Observations } from "../../observations";
import type { WorkflowPlace } from "./places";

/**
 * Whether the workflow waits for the first push: its repository is created without a commit, so it
 * has no branch to commit to.
 */
export function isWaiting(
  stack: Pick<DesiredStack, "owner">,
  { key, repository }: Pick<WorkflowPlace, "key" | "repository">,
  prior: PriorState | undefined,
  observed: Pick<Observations, "workflows"> | undefined,
): boolean {
  if (repository?.create !== true || repository.autoInit) return false;
  if (!isManaged(stack, repository, prior)) return true;
  const answer = observed?.workflows.get(key);
  return answer?.outcome === "observed" && answer.place === "empty repository";
}
