import type { WorkflowFile } from "../../../../core/workflows/proposal";
import type { DesiredRepository, DesiredStack } from "../../../model";
import type { WorkflowFiles } from "../../../workflowFiles";
import { repositorySetting } from "../../names";

/** The key of the stack's own workflow; no repository can have this name. */
export const stackWorkflowKey = "ghcr:stackWorkflow";

/** Where to write a workflow. */
export interface WorkflowPlace {
  /** The key of its answer: a repository's name, or `stackWorkflowKey`. */
  readonly key: string;
  readonly setting: string;
  /** The repository's name. */
  readonly name: string;
  readonly file: WorkflowFile;
  /** Whether a pull request adds it to its branch. */
  readonly pullRequest: boolean;
  /** Whether it may replace a file that exists. */
  readonly overwrite: boolean;
  /** The repository's settings, if there are any. */
  readonly repository: DesiredRepository | undefined;
  readonly isOfStack: boolean;
}

/** The workflow files that a stack writes: those that publish, and the one that runs the stack. */
export function workflowPlaces(
  { repositories, stackWorkflow }: Pick<DesiredStack, "repositories" | "stackWorkflow">,
  files: WorkflowFiles,
): readonly WorkflowPlace[] {
  const publishing = repositories.flatMap((repository): WorkflowPlace[] => {
    const { name, workflow } = repository;
    const file = files.publish.get(name);
    if (workflow === undefined || file === undefined) return [];
    const { pullRequest, overwrite } = workflow;
    const setting = `${repositorySetting(repository)}.workflow`;
    return [
      { key: name, setting, name, file, pullRequest, overwrite, repository, isOfStack: false },
    ];
  });
  if (stackWorkflow === undefined || files.stack === undefined) return publishing;
  const { repository: name, overwrite } = stackWorkflow;
  const setting = stackWorkflowKey;
  const repository = repositories.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const { stack: file } = files;
  const place = { key: setting, setting, name, file, pullRequest: false, overwrite, repository };
  return [...publishing, { ...place, isOfStack: true }];
}
