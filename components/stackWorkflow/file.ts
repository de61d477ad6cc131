import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem, workflowPathProblem } from "../../core/oci/names";
import type { WorkflowFile } from "../../core/workflows/proposal";
import { renderStack, stackPlanProblems, type StackPlan } from "../../core/workflows";
import { badArgument, checkArgument } from "../internal/arguments";
import type { StackWorkflowArgs } from "./args";

/** What the workflow is made of, with every default filled in. */
export interface PlannedStackWorkflow extends StackPlan {
  readonly path: string;
}

/** Throws what is wrong with the arguments, each by its name. */
export function plannedStackWorkflow(args: StackWorkflowArgs): PlannedStackWorkflow {
  const { owner, repository, secrets, backend, driftSchedule, builder } = args;
  const { stack = stackName(), branch = "main", folder = ".", path = defaultPath } = args;
  const plan: PlannedStackWorkflow = {
    ...{ owner, repository, stack, folder, branch, secrets, path, pulumiVersion },
    ...(backend === undefined ? {} : { backend }),
    ...(driftSchedule === undefined ? {} : { driftSchedule }),
    ...(builder === undefined ? {} : { builder }),
  };
  checkArguments(plan);
  return plan;
}

const defaultPath = ".github/workflows/stack.yml";

/** Where a state lies in no service, Pulumi has a word of its own for the organisation. */
function stackName(): string {
  const [organization, stack] = [pulumi.getOrganization(), pulumi.getStack()];
  return organization === "organization" ? stack : `${organization}/${stack}`;
}

export function stackWorkflowFile({ path, ...plan }: PlannedStackWorkflow): WorkflowFile {
  return { path, branch: plan.branch, content: renderStack(plan) };
}

function checkArguments(args: PlannedStackWorkflow): void {
  checkArgument("owner", args.owner, ownerProblem);
  checkArgument("repository", args.repository, repositoryProblem);
  checkArgument("path", args.path, workflowPathProblem);
  if (args.secrets.length === 0) throw badArgument("secrets", "names no secret");
  const [wrong] = stackPlanProblems(args);
  if (wrong !== undefined) throw badArgument(wrong.property, wrong.says);
}
