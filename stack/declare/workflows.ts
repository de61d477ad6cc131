import type * as pulumi from "@pulumi/pulumi";
import { PublishWorkflow } from "../../components/publishWorkflow/publishWorkflow";
import type { DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { publishWorkflowArguments } from "../arguments";
import type { DeclaredRepository } from "./repositories";

type StackFields = Pick<DesiredStack, "owner" | "registry" | "repositories">;

interface DeclareOptions extends pulumi.ComponentResourceOptions {
  /** Additional resources that each workflow depends on. */
  readonly after?: readonly pulumi.Resource[];
}

/** The workflows and the pull requests that add them, by repository name. */
export interface DeclaredWorkflows {
  readonly workflows: ReadonlyMap<string, PublishWorkflow>;
  readonly pullRequests?: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Declares each repository's workflow after its repository, unless it waits for a first push. */
export function declareWorkflows(
  stack: StackFields,
  repositories: readonly DeclaredRepository[],
  preflight: Pick<PreflightResult, "repositories" | "waitingWorkflows">,
  { after = [], ...opts }: DeclareOptions,
): DeclaredWorkflows {
  const declared = stack.repositories.flatMap((repository) => {
    const { name, workflow } = repository;
    const publishing = repositories.find((each) => each.name === name)?.publishing;
    if (workflow === undefined || publishing === undefined) return [];
    if (preflight.waitingWorkflows.has(name)) return [];
    const hints = preflight.repositories.get(name);
    const args = { ...publishWorkflowArguments(workflow, repository, stack), hints };
    const dependsOn = [publishing, ...after];
    return [[name, new PublishWorkflow(name, args, { ...opts, dependsOn })] as const];
  });
  const opened = declared.flatMap(([name, { pullRequest }]) =>
    pullRequest === undefined ? [] : [[name, pullRequest] as const],
  );
  return {
    workflows: new Map(declared),
    ...(opened.length > 0 && { pullRequests: Object.fromEntries(opened) }),
  };
}
