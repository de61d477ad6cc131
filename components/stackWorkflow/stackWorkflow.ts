import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import type { StackWorkflowArgs } from "./args";
import { plannedStackWorkflow, stackWorkflowFile } from "./file";
import { transformed } from "../internal/transform";

export type { StackWorkflowArgs } from "./args";

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
