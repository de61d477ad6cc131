import type { Wanted, WantedRepository, WantedWorkflow } from "../../wanted";

/** Where a workflow should come to. */
export interface WorkflowPlace {
  /** Tells one from another in the answers: a repository's name, or what no repository is called. */
  readonly key: string;
  readonly setting: string;
  /** The repository's name. */
  readonly name: string;
  readonly workflow: WantedWorkflow;
  /** The repository as the settings have it, where they name it. */
  readonly repository: WantedRepository | undefined;
  readonly isOfStack: boolean;
}

/** The files that a stack wants in repositories: what publishes from them, and what runs the stack. */
export function workflowPlaces({
  repositories,
  stackWorkflow,
}: Pick<Wanted, "repositories" | "stackWorkflow">): readonly WorkflowPlace[] {
  const publishing = repositories.flatMap((repository): WorkflowPlace[] => {
    const { name, workflow } = repository;
    if (workflow === undefined) return [];
    const setting = `ghcr:repositories.${name}.workflow`;
    return [{ key: name, setting, name, workflow, repository, isOfStack: false }];
  });
  if (stackWorkflow === undefined) return publishing;
  const { repository: name, workflow } = stackWorkflow;
  const setting = "ghcr:stackWorkflow";
  const repository = repositories.find((each) => each.name.toLowerCase() === name.toLowerCase());
  return [...publishing, { key: setting, setting, name, workflow, repository, isOfStack: true }];
}
