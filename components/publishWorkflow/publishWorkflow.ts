import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { proposalBranch, type Proposal } from "../../core/workflows/proposal";
import type { PublishWorkflowArgs } from "./args";
import type { PublishingRepository } from "../publishingRepository/publishingRepository";
import type { StoredOutputs } from "../internal/storedOutputs";
import { transformed } from "../internal/transform";
import { plannedWorkflow, workflowFile, type WorkflowWanted } from "./file";
import { keep, propose } from "./proposal";

export type { PublishWorkflowArgs } from "./args";

/**
 * The workflow that publishes a repository's images from GitHub Actions, as a file that is committed
 * to it. Declare it with `dependsOn` the `PublishingRepository`: the commit starts the workflow's
 * first run, which needs the secret and the permissions. Removed, it removes the file, where it
 * committed it itself.
 */
export class PublishWorkflow extends pulumi.ComponentResource {
  /** The file's path in the repository. */
  public readonly path: pulumi.Output<string>;
  /** The page that shows the workflow's runs. */
  public readonly page: pulumi.Output<string>;
  /** The file, where no pull request brings it. */
  public readonly file: github.RepositoryFile | undefined;
  /** The page of the pull request that brings it, where one does. */
  public readonly pullRequest: pulumi.Output<string> | undefined;

  constructor(name: string, args: PublishWorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:PublishWorkflow", name, {}, opts);

    const plan = plannedWorkflow(args);
    const { owner, repository } = plan;
    const file = workflowFile(plan);
    const { transform, overwrite = false, pullRequest = false } = args;
    const whole: github.RepositoryFileArgs = {
      repository,
      branch: file.branch,
      file: file.path,
      content: file.content,
      // Said, because the provider would give the message of its last change to the deletion.
      commitMessage: `Keep ${file.path} as the stack has it`,
      overwriteOnCreate: overwrite,
    };
    const parent = { parent: this };
    if (pullRequest) {
      const head = proposalBranch(file);
      const proposal: Proposal = args.proposal ?? { head, stage: "whole", keepsFile: false };
      const within = { ...parent, name, transform };
      if (proposal.keepsFile) keep(within, whole);
      const opened = propose({ ...within, repository, branch: file.branch, file: whole }, proposal);
      const pages = `https://github.com/${owner}/${repository}/pull`;
      this.path = pulumi.output(file.path);
      this.pullRequest = opened && pulumi.interpolate`${pages}/${opened.number}`;
    } else {
      this.file = new github.RepositoryFile(
        ...transformed(transform?.file, `${name}-workflow`, whole, parent),
      );
      this.path = this.file.file;
    }
    const actions = `https://github.com/${owner}/${repository}/actions/workflows`;
    this.page = this.path.apply((each) => `${actions}/${posix.basename(each)}`);
    this.registerOutputs({
      path: this.path,
      page: this.page,
      pullRequest: this.pullRequest,
      // The next preflight reads these: it need not ask again.
      ...(isNeedless(args)
        ? { repository, needless: args.proposal?.head }
        : { repository: undefined, needless: undefined }),
    } satisfies StoredOutputs<"ghcr:index:PublishWorkflow">);
  }
}

function isNeedless({ pullRequest, proposal }: PublishWorkflowArgs): boolean {
  return pullRequest === true && proposal?.stage === "needless";
}

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
export function writeWorkflows(
  repositories: readonly WithWorkflow[],
  to: Pick<PublishWorkflowArgs, "owner" | "registry">,
  { after = [], proposal = () => undefined, ...opts }: WriteOptions,
): Written {
  const written = repositories.flatMap(({ name: repository, workflow, publishing }) => {
    if (workflow === undefined) return [];
    const args = { ...to, ...workflow, repository, proposal: proposal(repository) };
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
