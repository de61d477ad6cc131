import type { WorkflowFile } from "../../../../core/workflows/proposal";
import type { DesiredRepository, DesiredStack } from "../../../model";
import type { WorkflowFiles } from "../../../workflowFiles";
import { repositorySetting } from "../../names";

/** Where a workflow should come to. */
export interface WorkflowPlace {
  /** Tells one from another in the answers: a repository's name, or what no repository is called. */
  readonly key: string;
  readonly setting: string;
  /** The repository's name. */
  readonly name: string;
  readonly file: WorkflowFile;
  /** Whether a pull request brings it to its branch. */
  readonly pullRequest: boolean;
  /** Whether it may replace a file that exists. */
  readonly overwrite: boolean;
  /** The repository as the settings have it, where they name it. */
  readonly repository: DesiredRepository | undefined;
  readonly isOfStack: boolean;
}

/** The files that a stack commits to repositories: what publishes from them, and what runs it. */
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
  const setting = "ghcr:stackWorkflow";
  const repository = repositories.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const { stack: file } = files;
  const place = { key: setting, setting, name, file, pullRequest: false, overwrite, repository };
  return [...publishing, { ...place, isOfStack: true }];
}
