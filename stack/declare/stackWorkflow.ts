import type * as pulumi from "@pulumi/pulumi";
import { StackWorkflow } from "../../components/stackWorkflow";
import { toAsciiLowerCase } from "../../core/oci/reference";
import type { DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { stackWorkflowKey } from "../preflight/checks/workflows/places";
import { stackWorkflowArguments } from "../arguments";
import type { DeclaredRepository } from "./repositories";

type StackFields = Pick<DesiredStack, "owner" | "stackWorkflow">;

/**
 * Declares the stack's own workflow, if it has one, after its repository if the stack has it. Not
 * while it waits for a first push.
 */
export function declareStackWorkflow(
  stack: StackFields,
  repositories: readonly DeclaredRepository[],
  { waitingWorkflows }: Pick<PreflightResult, "waitingWorkflows">,
  opts: pulumi.ComponentResourceOptions,
): StackWorkflow | undefined {
  const { stackWorkflow } = stack;
  if (stackWorkflow === undefined || waitingWorkflows.has(stackWorkflowKey)) return undefined;
  const { repository } = stackWorkflow;
  const declared = repositories.find(
    ({ name }) => toAsciiLowerCase(name) === toAsciiLowerCase(repository),
  );
  const dependsOn = declared === undefined ? [] : [declared.publishing];
  const args = stackWorkflowArguments(stackWorkflow, stack);
  return new StackWorkflow(repository, args, { ...opts, dependsOn });
}
