import type * as pulumi from "@pulumi/pulumi";
import {
  plannedStackWorkflow,
  StackWorkflow,
  stackWorkflowFile,
} from "../../components/stackWorkflow";
import { lowered } from "../../core/oci/reference";
import type { WorkflowFile } from "../../core/workflows/proposal";
import type { DesiredStack } from "../model";
import { stackWorkflowArguments } from "./arguments";
import type { DeclaredRepository } from "./repositories";

type Described = Pick<DesiredStack, "owner" | "stackWorkflow">;

/** The file that runs the stack, and its repository, where the settings ask for it. */
export function stackFile(
  stack: Described,
): { readonly repository: string; readonly file: WorkflowFile } | undefined {
  const { stackWorkflow } = stack;
  if (stackWorkflow === undefined) return undefined;
  const plan = plannedStackWorkflow(stackWorkflowArguments(stackWorkflow, stack));
  return { repository: stackWorkflow.repository, file: stackWorkflowFile(plan) };
}

/** Declares the stack's own workflow where it is asked for, after its repository if that is here. */
export function declareStackWorkflow(
  stack: Described,
  repositories: readonly DeclaredRepository[],
  opts: pulumi.ComponentResourceOptions,
): StackWorkflow | undefined {
  const { stackWorkflow } = stack;
  if (stackWorkflow === undefined) return undefined;
  const { repository } = stackWorkflow;
  const own = repositories.find(({ name }) => lowered(name) === lowered(repository));
  const dependsOn = own === undefined ? [] : [own.publishing];
  const args = stackWorkflowArguments(stackWorkflow, stack);
  return new StackWorkflow(repository, args, { ...opts, dependsOn });
}
