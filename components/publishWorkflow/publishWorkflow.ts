import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { proposalBranch, type Proposal } from "../../core/workflows/proposal";
import type { PublishWorkflowArgs } from "./args";
import type { StoredOutputs } from "../internal/storedOutputs";
import { applyTransform } from "../internal/transform";
import { plannedWorkflow, workflowFile } from "./file";
import { keepCommittedFile, propose } from "./proposal";

export type { PublishWorkflowArgs } from "./args";

/**
 * The workflow that publishes a repository's images from GitHub Actions, committed to that
 * repository. Set `dependsOn` to the `PublishingRepository`: the commit starts the workflow's first
 * run, which needs the secret and the permissions. Deleting the component deletes the file, unless
 * a pull request added it.
 */
export class PublishWorkflow extends pulumi.ComponentResource {
  /** The file's path in the repository. */
  public readonly path: pulumi.Output<string>;
  /** The page that shows the workflow's runs. */
  public readonly page: pulumi.Output<string>;
  /** The file; undefined if a pull request adds it. */
  public readonly file: github.RepositoryFile | undefined;
  /** The page of the pull request that adds the file, if there is one. */
  public readonly pullRequest: pulumi.Output<string> | undefined;

  constructor(name: string, args: PublishWorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:PublishWorkflow", name, {}, opts);

    const plan = plannedWorkflow(args);
    const { owner, repository } = plan;
    const file = workflowFile(plan);
    const { transform, overwrite = false, pullRequest = false, hints } = args;
    const fileArgs: github.RepositoryFileArgs = {
      repository,
      branch: file.branch,
      file: file.path,
      content: file.content,
      // Set because the provider would otherwise delete the file with its last change's message.
      commitMessage: `Keep ${file.path} as the stack has it`,
      overwriteOnCreate: overwrite,
    };
    const parent = { parent: this };
    if (pullRequest) {
      const head = proposalBranch(file);
      const proposal: Proposal = hints?.proposal ?? { head, resources: "all", keepsFile: false };
      const within = { ...parent, name, transform };
      if (proposal.keepsFile) keepCommittedFile(within, fileArgs);
      const opened = propose(
        { ...within, repository, branch: file.branch, file: fileArgs },
        proposal,
      );
      const pages = `https://github.com/${owner}/${repository}/pull`;
      this.path = pulumi.output(file.path);
      this.pullRequest = opened && pulumi.interpolate`${pages}/${opened.number}`;
    } else {
      this.file = new github.RepositoryFile(
        ...applyTransform(transform?.file, `${name}-workflow`, fileArgs, parent),
      );
      this.path = this.file.file;
    }
    const actions = `https://github.com/${owner}/${repository}/actions/workflows`;
    this.page = this.path.apply((each) => `${actions}/${posix.basename(each)}`);
    this.registerOutputs({
      path: this.path,
      page: this.page,
      pullRequest: this.pullRequest,
      // The next preflight reads these instead of asking GitHub again.
      ...(isUnneeded(args)
        ? { repository, needless: hints?.proposal?.head }
        : { repository: undefined, needless: undefined }),
    } satisfies StoredOutputs<"ghcr:index:PublishWorkflow">);
  }
}

function isUnneeded({ pullRequest, hints }: PublishWorkflowArgs): boolean {
  return pullRequest === true && hints?.proposal?.resources === "none";
}
