import { plannedWorkflow, workflowFile } from "../components/publishWorkflow/file";
import { plannedStackWorkflow, stackWorkflowFile } from "../components/stackWorkflow";
import type { WorkflowFile } from "../core/workflows/proposal";
import { publishWorkflowArguments, stackWorkflowArguments } from "./arguments";
import type { DesiredStack } from "./model";

/** The workflow files that a stack writes to repositories. */
export interface WorkflowFiles {
  /** The publishing workflows, by repository name. */
  readonly publish: ReadonlyMap<string, WorkflowFile>;
  /** The stack's own workflow, if the settings have one. */
  readonly stack?: WorkflowFile | undefined;
}

export function workflowFiles(
  stack: Pick<DesiredStack, "owner" | "registry" | "repositories" | "stackWorkflow">,
): WorkflowFiles {
  const publish = stack.repositories.flatMap((repository) => {
    const { name, workflow } = repository;
    if (workflow === undefined) return [];
    const plan = plannedWorkflow(publishWorkflowArguments(workflow, repository, stack));
    return [[name, workflowFile(plan)] as const];
  });
  const { stackWorkflow } = stack;
  return {
    publish: new Map(publish),
    stack:
      stackWorkflow &&
      stackWorkflowFile(plannedStackWorkflow(stackWorkflowArguments(stackWorkflow, stack))),
  };
}
