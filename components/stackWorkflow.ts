import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem, workflowPathProblem } from "../core/oci/names";
import { renderStack, stackPlanProblems, type StackPlan } from "../core/workflows";
import type { WorkflowFile } from "../core/workflows/proposal";
import { badArgument, checkArgument } from "./internal/arguments";
import { transformed, type Transform } from "./internal/transform";

export interface StackWorkflowArgs {
  /** The user or organization that owns the repository, written as GitHub writes it. */
  readonly owner: string;
  /** The repository that the program lies in. */
  readonly repository: string;
  /**
   * The repository's Actions secrets that Pulumi runs with, each as a variable of its own name.
   * @example
   * ["PULUMI_ACCESS_TOKEN"]
   */
  readonly secrets: readonly string[];
  /**
   * The stack as Pulumi is told it: `prod`, or `acme/prod`.
   * @default the stack that is updated
   */
  readonly stack?: string;
  /**
   * Where the state lies, as `pulumi login` takes it.
   * @default Pulumi Cloud, or what a secret PULUMI_BACKEND_URL says
   */
  readonly backend?: string;
  /**
   * The branch whose pushes update the stack, and to which pull requests are previewed. It must be
   * there.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The program's folder, from the repository's root.
   * @default "."
   */
  readonly folder?: string;
  /**
   * When it looks for drift, in the form of cron and by UTC.
   * @default never
   */
  readonly driftSchedule?: string;
  /**
   * What builds images, where an update builds any, and for which platforms GitHub's machine has to
   * imitate others.
   * @default none: an update builds no image
   */
  readonly builder?: StackPlan["builder"];
  /**
   * The workflow's file.
   * @default ".github/workflows/stack.yml"
   */
  readonly path?: string;
  /**
   * Whether a file that is there already, and that the stack did not write, is written over.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /**
   * Changes the file inside: arguments to lay over its own, or a function.
   * @default nothing is changed
   */
  readonly transform?: { readonly file?: Transform<github.RepositoryFileArgs> };
}

/**
 * The workflow that runs the stack itself from GitHub Actions, as a file that is committed to the
 * repository with its program. It previews pull requests, updates the stack at each push, and looks
 * for drift. Removed, it removes the file.
 */
export class StackWorkflow extends pulumi.ComponentResource {
  /** The file's path in the repository. */
  public readonly path: pulumi.Output<string>;
  public readonly file: github.RepositoryFile;
  /** The page that shows the workflow's runs. */
  public readonly page: pulumi.Output<string>;

  constructor(name: string, args: StackWorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:StackWorkflow", name, {}, opts);

    const plan = plannedStackWorkflow(args);
    const { owner, repository } = plan;
    const file = stackWorkflowFile(plan);
    this.file = new github.RepositoryFile(
      ...transformed<github.RepositoryFileArgs>(
        args.transform?.file,
        `${name}-stack-workflow`,
        {
          repository,
          branch: file.branch,
          file: file.path,
          content: file.content,
          // Said, because the provider would give the message of its last change to the deletion.
          commitMessage: `Keep ${file.path} as the stack has it`,
          overwriteOnCreate: args.overwrite ?? false,
        },
        { parent: this },
      ),
    );
    this.path = this.file.file;
    const actions = `https://github.com/${owner}/${repository}/actions/workflows`;
    this.page = this.path.apply((each) => `${actions}/${posix.basename(each)}`);
    this.registerOutputs({ path: this.path, page: this.page });
  }
}

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

/** Where a state lies in no service, Pulumi has a word of its own for the organization. */
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
  if (args.secrets.length === 0) throw badArgument("secrets", "must name at least one secret");
  const [problem] = stackPlanProblems(args);
  if (problem !== undefined) throw badArgument(problem.property, problem.message);
}
