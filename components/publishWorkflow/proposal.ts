import * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import { proposalPrefix, type Proposal } from "../../core/workflows/proposal";
import { applyTransform, type Transform } from "../internal/transform";

export interface WorkflowTransforms {
  readonly file?: Transform<github.RepositoryFileArgs>;
  readonly branch?: Transform<github.BranchArgs>;
  readonly pullRequest?: Transform<github.RepositoryPullRequestArgs>;
}

interface ProposalContext {
  readonly parent: pulumi.Resource;
  /** The component's name. */
  readonly name: string;
  readonly repository: string;
  /** The branch to merge into. */
  readonly branch: string;
  readonly file: github.RepositoryFileArgs;
  readonly transform: WorkflowTransforms | undefined;
}

/**
 * Opens a pull request that adds a file. Each content has its own resources, because the provider
 * (6.15) cannot turn one pull request into the next: a merged one stays in the state, a changed
 * file would go to a branch that is merged or deleted, and a changed branch name renames the
 * branch.
 */
export function propose(
  { parent, name, repository, branch, file, transform }: ProposalContext,
  { head, resources }: Proposal,
): github.RepositoryPullRequest | undefined {
  if (resources === "none") return undefined;
  const resourceName = `${name}-workflow-${head.slice(proposalPrefix.length)}`;
  const dependsOn = resources === "all" ? [commitFile()] : [];
  return new github.RepositoryPullRequest(
    ...applyTransform<github.RepositoryPullRequestArgs>(
      transform?.pullRequest,
      resourceName,
      {
        baseRepository: repository,
        baseRef: branch,
        headRef: head,
        title: "Publish containers from GitHub Actions",
        body: `This workflow is generated from the settings of a Pulumi stack. Changing them opens another pull request. If you close this one without merging it, it is not opened again.`,
      },
      // Reviewers may edit them.
      { parent, dependsOn, ignoreChanges: ["title", "body", "baseRef"] },
    ),
  );

  function commitFile(): pulumi.Resource {
    const created = new github.Branch(
      ...applyTransform<github.BranchArgs>(
        transform?.branch,
        resourceName,
        { repository, branch: head, sourceBranch: branch },
        // A merge usually deletes the branch, and the provider fails to delete a missing one (422).
        { parent, retainOnDelete: true },
      ),
    );
    return new github.RepositoryFile(
      ...applyTransform<github.RepositoryFileArgs>(
        transform?.file,
        resourceName,
        // The branch may contain an older file; the pull request shows the change.
        { ...file, branch: created.branch, overwriteOnCreate: true },
        // After this, only reviewers change the content.
        { parent, retainOnDelete: true, ignoreChanges: ["content", "commitMessage"] },
      ),
    );
  }
}

/**
 * Keeps a file that the stack committed before `pullRequest` was set: without this, the provider
 * would delete it by a commit to the branch that now takes only pull requests.
 */
export function keepCommittedFile(
  { parent, name, transform }: Pick<ProposalContext, "parent" | "name" | "transform">,
  args: github.RepositoryFileArgs,
): void {
  const [resourceName, file, opts] = applyTransform<github.RepositoryFileArgs>(
    transform?.file,
    `${name}-workflow`,
    args,
    { parent, retainOnDelete: true },
  );
  const ignoreChanges = [...(opts.ignoreChanges ?? []), ...Object.keys(args)];
  new github.RepositoryFile(resourceName, file, { ...opts, ignoreChanges });
}
