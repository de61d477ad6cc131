import type * as github from "@pulumi/github";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Imports an existing resource. Properties without an argument keep GitHub's values, because Pulumi
 * keeps an ignored property as it is in the state. Only an import whose inputs differ is followed
 * by an update, so nothing is written if nothing differs.
 */
export function adoptionOptions<Args extends object>(
  id: string,
  all: readonly (keyof Args & string)[],
  args: Args,
  opts: CustomResourceOptions,
): CustomResourceOptions {
  const unset = all.filter((name) => args[name] === undefined);
  return { ...opts, import: id, ignoreChanges: [...(opts.ignoreChanges ?? []), ...unset] };
}

/** Complete, so that a property that a later provider adds fails to compile. */
const repositoryInputs: Readonly<Record<keyof github.RepositoryArgs, boolean>> = {
  allowAutoMerge: true,
  allowForking: true,
  allowMergeCommit: true,
  allowRebaseMerge: true,
  allowSquashMerge: true,
  allowUpdateBranch: true,
  archiveOnDestroy: true,
  archived: true,
  autoInit: true,
  defaultBranch: false,
  deleteBranchOnMerge: true,
  description: true,
  etag: true,
  fork: true,
  gitignoreTemplate: true,
  hasDiscussions: true,
  hasDownloads: true,
  hasIssues: true,
  hasProjects: true,
  hasWiki: true,
  homepageUrl: true,
  ignoreVulnerabilityAlertsDuringRead: true,
  isTemplate: true,
  licenseTemplate: true,
  mergeCommitMessage: true,
  mergeCommitTitle: true,
  name: true,
  pages: true,
  private: false,
  securityAndAnalysis: true,
  sourceOwner: true,
  sourceRepo: true,
  squashMergeCommitMessage: true,
  squashMergeCommitTitle: true,
  template: true,
  topics: true,
  visibility: true,
  vulnerabilityAlerts: false,
  webCommitSignoffRequired: true,
};

/**
 * The repository's properties, without those that the provider keeps by itself and warns about if
 * set. It warns about `hasDownloads` too, but would otherwise turn it off.
 */
export const repositoryProperties = Object.entries(repositoryInputs)
  .filter(([, isKept]) => isKept)
  .map(([name]) => name) as readonly (keyof github.RepositoryArgs)[];

/** The properties of workflow permissions. */
export const permissionProperties = [
  "defaultWorkflowPermissions",
  "canApprovePullRequestReviews",
] as const;
