import { plannedWorkflow, workflowFile } from "../components/publishWorkflow/file";
import { plannedStackWorkflow, stackWorkflowFile } from "../components/stackWorkflow";
import type { WorkflowFile } from "../core/workflows/proposal";
import { publishWorkflowArguments, stackWorkflowArguments } from "./arguments";
import type { DesiredStack } from "./model";

/** The workflows that a stack commits to repositories, as files. */
export interface WorkflowFiles {
  /** What publishes from each repository that asks for it, by the repository's name. */
  readonly publish: ReadonlyMap<string, WorkflowFile>;
  /** What runs the stack, where the settings ask for it. */
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
