import { outputsOf, type StoredResource } from "./resources";

/** A repository's workflow as the last update left it. */
export interface PriorWorkflow {
  readonly repository: string;
  readonly files: readonly PriorFile[];
  readonly branches: readonly string[];
  readonly pullRequests: readonly PriorPullRequest[];
  /** The branch that was not created, because the target branch already had the file. */
  readonly skippedBranch?: string;
}

export interface PriorFile {
  readonly branch: string;
  readonly path: string;
  /** The SHA of its blob when the state was last updated or refreshed. */
  readonly blob: string;
}

export interface PriorPullRequest {
  /** The branch to merge. */
  readonly head: string;
  readonly number: number;
  /** Whether it was open when the state was last updated or refreshed. */
  readonly isOpen: boolean;
}

/** By the repository's name in lower case. */
export function priorWorkflows(
  resources: readonly StoredResource[],
): ReadonlyMap<string, PriorWorkflow> {
  const workflows = new Map<string, PriorWorkflow>();
  const add = (
    repository: string,
    change: (workflow: PriorWorkflow) => Partial<PriorWorkflow>,
  ): void => {
    const key = repository.toLowerCase();
    const none = { repository, files: [], branches: [], pullRequests: [] };
    const before = workflows.get(key) ?? none;
    workflows.set(key, { ...before, ...change(before) });
  };
  const files = outputsOf("github:index/repositoryFile:RepositoryFile", resources);
  for (const { repository, branch, file: path, sha: blob = "" } of files) {
    if (repository === undefined || branch === undefined || path === undefined) continue;
    add(repository, (before) => ({ files: [...before.files, { branch, path, blob }] }));
  }
  for (const { repository, branch } of outputsOf("github:index/branch:Branch", resources)) {
    if (repository === undefined || branch === undefined) continue;
    add(repository, ({ branches }) => ({ branches: [...branches, branch] }));
  }
  const opened = outputsOf("github:index/repositoryPullRequest:RepositoryPullRequest", resources);
  for (const { baseRepository, headRef: head, number, state } of opened) {
    if (baseRepository === undefined || head === undefined || number === undefined) continue;
    const one = { head, number, isOpen: state === "open" };
    add(baseRepository, ({ pullRequests }) => ({ pullRequests: [...pullRequests, one] }));
  }
  const planned = outputsOf("ghcr:index:PublishWorkflow", resources);
  for (const { repository, needless: skippedBranch } of planned) {
    if (repository === undefined || skippedBranch === undefined) continue;
    add(repository, () => ({ skippedBranch }));
  }
  return workflows;
}
