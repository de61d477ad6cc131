import type * as pulumi from "@pulumi/pulumi";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import {
  plannedStackWorkflow,
  StackWorkflow,
  stackWorkflowFile,
  type StackWorkflowArgs,
} from "../../components/stackWorkflow";
import type { WorkflowFile } from "../../core/workflows/proposal";

/** The workflow of the stack itself as the settings want it. */
export type StackWorkflowWanted = Omit<StackWorkflowArgs, "owner" | "stack" | "transform">;

/** The file that runs the stack, and its repository, where the settings ask for it. */
export function stackFile({
  owner,
  stackWorkflow,
}: {
  readonly owner: string;
  readonly stackWorkflow?: StackWorkflowWanted | undefined;
}): { readonly repository: string; readonly file: WorkflowFile } | undefined {
  if (stackWorkflow === undefined) return undefined;
  const file = stackWorkflowFile(plannedStackWorkflow({ owner, ...stackWorkflow }));
  return { repository: stackWorkflow.repository, file };
}

interface Made {
  readonly name: string;
  readonly publishing: PublishingRepository;
}

/** Writes the stack's own workflow where it is asked for; into a repository of the stack's after it. */
export function declareStackWorkflow(
  wanted: StackWorkflowWanted | undefined,
  { owner, repositories }: { readonly owner: string; readonly repositories: readonly Made[] },
  opts: pulumi.ComponentResourceOptions,
): StackWorkflow | undefined {
  if (wanted === undefined) return undefined;
  const { repository } = wanted;
  const own = repositories.find(({ name }) => name.toLowerCase() === repository.toLowerCase());
  const dependsOn = own === undefined ? [] : [own.publishing];
  return new StackWorkflow(repository, { owner, ...wanted }, { ...opts, dependsOn });
}
