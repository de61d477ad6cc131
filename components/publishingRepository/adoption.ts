import type * as github from "@pulumi/github";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Takes what exists into the state. What the arguments leave open is as GitHub has it, at the
 * import and ever after: Pulumi keeps what the state holds of an ignored property. An import whose
 * inputs differ from what is read is followed by an update, so that nothing is written where nothing
 * differs.
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

/** That each is named is for the compiler to see: one more in a later provider fails to compile. */
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
 * All that a repository can be told to be. What the provider keeps as it is by itself, and warns of
 * where it is said, is left out. It warns of `hasDownloads` too, which it would otherwise turn off.
 */
export const repositoryProperties = Object.entries(repositoryInputs)
  .filter(([, isKept]) => isKept)
  .map(([name]) => name) as readonly (keyof github.RepositoryArgs)[];

/** All that a repository's workflow permissions can be told to be. */
export const permissionProperties = [
  "defaultWorkflowPermissions",
  "canApprovePullRequestReviews",
] as const;
