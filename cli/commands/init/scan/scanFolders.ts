import { CannotRun } from "../../../errors";
import { assumeDockerfile, findDockerfiles, type FoundFolder } from "./findDockerfiles";
import type { Prerequisites } from "../prerequisites";
import { proposeImages, type ProposedRepository } from "./proposal";
import { readOrigin } from "./origin";

/** The repositories and images found in the folders. */
export interface FolderScan {
  readonly repositories: readonly ProposedRepository[];
  /** Whether there were too many folders to search all of them. */
  readonly isCut: boolean;
  /** Whether the Dockerfiles are only on GitHub. */
  readonly isAssumed?: boolean;
}

/**
 * Searches the folders, and asks git for each repository's owner. A repository name is only
 * accepted for a single repository.
 */
export async function scanFolders(
  prerequisites: Prerequisites,
  repository: string | undefined,
): Promise<FolderScan> {
  const searches = prerequisites.folders.map((folder) =>
    findDockerfiles(folder, prerequisites.program),
  );
  const found = searches.flatMap((each) => each.folders);
  const repositories = await proposeRepositories(found, prerequisites, repository);
  return { repositories, isCut: searches.some(({ isCut }) => isCut) };
}

/** The scan as if each folder contained a Dockerfile, for images that GitHub builds. */
export async function assumeDockerfiles(
  prerequisites: Prerequisites,
  repository: string | undefined,
): Promise<FolderScan> {
  const folders = prerequisites.folders.map(assumeDockerfile);
  const repositories = await proposeRepositories(folders, prerequisites, repository);
  return { repositories, isCut: false, isAssumed: true };
}

async function proposeRepositories(
  found: readonly FoundFolder[],
  prerequisites: Prerequisites,
  repository: string | undefined,
): Promise<readonly ProposedRepository[]> {
  const host = new URL(prerequisites.api).host;
  const folders = mergeByRoot(found);
  if (repository !== undefined && folders.length > 1) {
    throw new CannotRun(
      `--repository names one repository, but ${folders.length} were found: ${folders.map(({ root }) => root).join(", ")}`,
    );
  }
  return Promise.all(
    folders.map(async (folder) => {
      const origin = folder.isGit ? await readOrigin(folder.root, host) : undefined;
      return proposeImages(folder, origin, {
        program: prerequisites.program,
        requestedName: repository,
      });
    }),
  );
}

/** Several of the named folders can belong to one repository, or contain each other. */
function mergeByRoot(folders: readonly FoundFolder[]): readonly FoundFolder[] {
  const roots = new Map<string, FoundFolder>();
  for (const folder of folders) {
    const previous = roots.get(folder.root)?.dockerfiles ?? [];
    const others = folder.dockerfiles.filter(
      ({ dockerfile }) => !previous.some((each) => each.dockerfile === dockerfile),
    );
    roots.set(folder.root, { ...folder, dockerfiles: [...previous, ...others] });
  }
  return [...roots.values()];
}
