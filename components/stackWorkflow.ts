import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem, workflowPathProblem } from "../core/oci/names";
import { renderStack, stackPlanProblems, type StackPlan } from "../core/workflows";
import type { WorkflowFile } from "../core/workflows/proposal";
import { argumentError, checkArgument } from "./internal/arguments";
import { applyTransform, type Transform } from "./internal/transform";

export interface StackWorkflowArgs {
  /** The user or organization that owns the repository, spelled as on GitHub. */
  readonly owner: string;
  /** The repository that contains the program. */
  readonly repository: string;
  /**
   * The repository's Actions secrets that Pulumi needs. Each becomes an environment variable of the
   * same name.
   * @example
   * ["PULUMI_ACCESS_TOKEN"]
   */
  readonly secrets: readonly string[];
  /**
   * The stack's name: `prod`, or `acme/prod`.
   * @default the stack that is updated
   */
  readonly stack?: string;
  /**
   * The backend that stores the state, as in `pulumi login`.
   * @default Pulumi Cloud, or the value of a secret PULUMI_BACKEND_URL
   */
  readonly backend?: string;
  /**
   * The branch whose pushes update the stack. Pull requests to it are previewed. It must exist.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The program's folder, from the repository's root.
   * @default "."
   */
  readonly folder?: string;
  /**
   * When the workflow checks for drift, as a cron expression in UTC.
   * @default never
   */
  readonly driftSchedule?: string;
  /**
   * The builder and the platforms to emulate, if an update builds images.
   * @default none: an update builds no image
   */
  readonly builder?: StackPlan["builder"];
  /**
   * The path of the workflow file.
   * @default ".github/workflows/stack.yml"
   */
  readonly path?: string;
  /**
   * Whether to overwrite an existing file that the stack did not create.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /**
   * Changes the file inside: arguments that override the component's, or a function.
   * @default no changes
   */
  readonly transform?: { readonly file?: Transform<github.RepositoryFileArgs> };
}

/**
 * The workflow that runs the stack from GitHub Actions, committed to the repository of its program.
 * It previews pull requests, updates the stack on each push, and checks for drift. Deleting the
 * component deletes the file.
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
      ...applyTransform<github.RepositoryFileArgs>(
        args.transform?.file,
        `${name}-stack-workflow`,
        {
          repository,
          branch: file.branch,
          file: file.path,
          content: file.content,
          // Set because the provider would otherwise delete the file with its last change's
          // message.
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

/** The workflow's content, with every default filled in. */
export interface PlannedStackWorkflow extends StackPlan {
  readonly path: string;
}

/** Fills in defaults. Throws if an argument is invalid. */
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

/** With a self-managed backend, Pulumi calls the organization `organization`. */
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
  if (args.secrets.length === 0) throw argumentError("secrets", "must name at least one secret");
  const [problem] = stackPlanProblems(args);
  if (problem !== undefined) throw argumentError(problem.property, problem.message);
}
