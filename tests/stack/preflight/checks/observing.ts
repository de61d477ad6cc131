import type { WorkflowFile } from "../../../../core/workflows/proposal";
import type { DesiredStack } from "../../../../stack/model";
import { collectObservations } from "../../../../stack/preflight/collect";
import { evaluateStack } from "../../../../stack/preflight/evaluate";
import type { SettingFinding } from "../../../../stack/preflight/finding";
import type { Observations } from "../../../../stack/preflight/observations";
import type { PriorState } from "../../../../stack/state";
import type { WorkflowFiles } from "../../../../stack/workflowFiles";

/** What the preflight observes of a stack on the GitHub at this address. */
export function observe(
  stack: DesiredStack,
  before: PriorState | undefined,
  apiAddress: string,
): Promise<Observations> {
  return collectObservations({ ...stack, apiAddress }, filesOf(stack), before);
}

/** The findings that follow from the observations. */
export function evaluate(
  stack: DesiredStack,
  before: PriorState | undefined,
  observed: Observations,
): readonly SettingFinding[] {
  return evaluateStack(stack, filesOf(stack), before, observed);
}

/** The files of a stack's workflows. */
export function filesOf({ repositories, stackWorkflow }: DesiredStack): WorkflowFiles {
  const publish = repositories.flatMap(({ name, workflow }) =>
    workflow === undefined ? [] : [[name, fileOf(workflow)] as const],
  );
  return { publish: new Map(publish), stack: stackWorkflow && fileOf(stackWorkflow) };
}

/** A workflow's file. No check depends on its content. */
export function fileOf({ path, branch }: Pick<WorkflowFile, "path" | "branch">): WorkflowFile {
  return { path, branch, content: "on: push\n" };
}
