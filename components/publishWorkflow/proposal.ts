import * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import { proposalPrefix, type Proposal } from "../../core/workflows/proposal";
import { transformed, type Transform } from "../internal/transform";

export interface WorkflowTransforms {
  readonly file?: Transform<github.RepositoryFileArgs>;
  readonly branch?: Transform<github.BranchArgs>;
  readonly pullRequest?: Transform<github.RepositoryPullRequestArgs>;
}

interface Proposed {
  readonly parent: pulumi.Resource;
  /** What the component is called. */
  readonly name: string;
  readonly repository: string;
  /** The branch that it should come to. */
  readonly branch: string;
  readonly file: github.RepositoryFileArgs;
  readonly transform: WorkflowTransforms | undefined;
}

/**
 * Brings a file by a pull request, and gives that. Each content has resources of its own, for the
 * provider (6.15) cannot take one pull request to the next: a merged one stays in the state as it
 * is, a change of its file would go to a branch that is merged or gone, and another name of a branch
 * renames it.
 */
export function propose(
  { parent, name, repository, branch, file, transform }: Proposed,
  { head, stage }: Proposal,
): github.RepositoryPullRequest | undefined {
  if (stage === "needless") return undefined;
  const resourceName = `${name}-workflow-${head.slice(proposalPrefix.length)}`;
  const dependsOn = stage === "whole" ? [commitFile()] : [];
  return new github.RepositoryPullRequest(
    ...transformed<github.RepositoryPullRequestArgs>(
      transform?.pullRequest,
      resourceName,
      {
        baseRepository: repository,
        baseRef: branch,
        headRef: head,
        title: "Publish containers from GitHub Actions",
        body: `This workflow is generated from the settings of a Pulumi stack. Changing them opens another pull request. If you close this one without merging it, it is not opened again.`,
      },
      // Whoever looks at it may give it other words.
      { parent, dependsOn, ignoreChanges: ["title", "body", "baseRef"] },
    ),
  );

  function commitFile(): pulumi.Resource {
    const created = new github.Branch(
      ...transformed<github.BranchArgs>(
        transform?.branch,
        resourceName,
        { repository, branch: head, sourceBranch: branch },
        // A merge mostly deletes it, and to delete what is gone is an error of the provider's (422).
        { parent, retainOnDelete: true },
      ),
    );
    return new github.RepositoryFile(
      ...transformed<github.RepositoryFileArgs>(
        transform?.file,
        resourceName,
        // An older file that came with the branch is what the pull request shows the change of.
        { ...file, branch: created.branch, overwriteOnCreate: true },
        // Its content never changes but by the hand of a reviewer.
        { parent, retainOnDelete: true, ignoreChanges: ["content", "commitMessage"] },
      ),
    );
  }
}

/**
 * Keeps a file that the stack committed before the setting said otherwise: dropped, the provider
 * would delete it by a commit to the very branch that takes pull requests now.
 */
export function keepCommittedFile(
  { parent, name, transform }: Pick<Proposed, "parent" | "name" | "transform">,
  args: github.RepositoryFileArgs,
): void {
  const [resourceName, file, opts] = transformed<github.RepositoryFileArgs>(
    transform?.file,
    `${name}-workflow`,
    args,
    { parent, retainOnDelete: true },
  );
  const ignoreChanges = [...(opts.ignoreChanges ?? []), ...Object.keys(args)];
  new github.RepositoryFile(resourceName, file, { ...opts, ignoreChanges });
}
