import type * as pulumi from "@pulumi/pulumi";
import type { PublishWorkflowArgs } from "../../components/publishWorkflow/args";
import { plannedWorkflow, workflowFile } from "../../components/publishWorkflow/file";
import { PublishWorkflow } from "../../components/publishWorkflow/publishWorkflow";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import type { Proposal, WorkflowFile } from "../../core/workflows/proposal";

/** The workflow of each repository that asks for one, by the repository's name. */
export function workflowFiles({
  owner,
  registry,
  repositories,
}: {
  readonly owner: string;
  readonly registry: string;
  readonly repositories: Readonly<
    Record<string, { readonly workflow?: WorkflowWanted | undefined }>
  >;
}): ReadonlyMap<string, WorkflowFile> {
  return new Map(
    Object.entries(repositories).flatMap(([repository, { workflow }]) =>
      workflow === undefined
        ? []
        : [
            [
              repository,
              workflowFile(plannedWorkflow({ owner, registry, repository, ...workflow })),
            ] as const,
          ],
    ),
  );
}

/** A workflow as a repository's settings want it. */
export type WorkflowWanted = Omit<
  PublishWorkflowArgs,
  "owner" | "repository" | "registry" | "hints"
>;

/** A repository with the workflow that its settings ask for. */
export interface WithWorkflow {
  readonly name: string;
  readonly workflow?: WorkflowWanted | undefined;
  readonly publishing: PublishingRepository;
}

interface WriteOptions extends pulumi.ComponentResourceOptions {
  readonly after?: readonly pulumi.Resource[];
  /** What is known of a repository's pull request. */
  readonly proposal?: (repository: string) => Proposal | undefined;
}

/** The workflows that were written, and the pull requests that bring one, by the repository's name. */
export interface Written {
  readonly workflows: ReadonlyMap<string, PublishWorkflow>;
  readonly pullRequests?: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Writes each repository's workflow, once the repository can publish. */
export function declareWorkflows(
  repositories: readonly WithWorkflow[],
  to: Pick<PublishWorkflowArgs, "owner" | "registry">,
  { after = [], proposal = () => undefined, ...opts }: WriteOptions,
): Written {
  const written = repositories.flatMap(({ name: repository, workflow, publishing }) => {
    if (workflow === undefined) return [];
    const hints = { proposal: proposal(repository) };
    const args = { ...to, ...workflow, repository, hints };
    const dependsOn = [publishing, ...after];
    return [[repository, new PublishWorkflow(repository, args, { ...opts, dependsOn })] as const];
  });
  const opened = written.flatMap(([repository, { pullRequest }]) =>
    pullRequest === undefined ? [] : [[repository, pullRequest] as const],
  );
  return {
    workflows: new Map(written),
    ...(opened.length > 0 && { pullRequests: Object.fromEntries(opened) }),
  };
}
