import type { KnownWorkflow } from "./checks/wanted";

interface Stored {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Part = Partial<Omit<KnownWorkflow, "repository">>;

/** What the state has of workflows, by the repository's name in lower case. */
export function knownWorkflows(resources: readonly Stored[]): ReadonlyMap<string, KnownWorkflow> {
  const found = new Map<string, KnownWorkflow>();
  for (const { type, outputs } of resources) {
    const { repository = outputs.baseRepository } = outputs;
    const part = parts[type]?.(outputs);
    if (part === undefined || typeof repository !== "string") continue;
    const key = repository.toLowerCase();
    const before = found.get(key) ?? { repository, files: [], branches: [], pullRequests: [] };
    found.set(key, {
      ...before,
      ...(part.needless === undefined ? {} : { needless: part.needless }),
      files: [...before.files, ...(part.files ?? [])],
      branches: [...before.branches, ...(part.branches ?? [])],
      pullRequests: [...before.pullRequests, ...(part.pullRequests ?? [])],
    });
  }
  return found;
}

/** What each type of resource tells; nothing where it is not all there. */
const parts: Readonly<Record<string, (outputs: Stored["outputs"]) => Part | undefined>> = {
  "github:index/repositoryFile:RepositoryFile": ({ branch, file, sha }) =>
    typeof branch === "string" && typeof file === "string"
      ? { files: [{ branch, path: file, blob: typeof sha === "string" ? sha : "" }] }
      : undefined,
  "github:index/branch:Branch": ({ branch }) =>
    typeof branch === "string" ? { branches: [branch] } : undefined,
  "github:index/repositoryPullRequest:RepositoryPullRequest": ({ headRef, number, state }) =>
    typeof headRef === "string" && typeof number === "number"
      ? { pullRequests: [{ head: headRef, number, isOpen: state === "open" }] }
      : undefined,
  "ghcr:index:PublishWorkflow": ({ needless }) =>
    typeof needless === "string" ? { needless } : undefined,
};
