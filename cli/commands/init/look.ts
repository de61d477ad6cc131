import { CannotRun } from "../../explained";
import { findDockerfiles, type FoundFolder } from "./find";
import type { Place } from "./place";
import { propose, type ProposedRepository } from "./proposal";
import { originOf } from "./remote";

/** What lies in the folders, as images of repositories. */
export interface Seen {
  readonly repositories: readonly ProposedRepository[];
  /** Whether there was too much to look at all of it. */
  readonly isCut: boolean;
}

/** Looks into the folders, and asks git whose they are. A name answers for a single repository. */
export async function look(place: Place, repository: string | undefined): Promise<Seen> {
  const host = new URL(place.api).host;
  const found = place.folders.map((folder) => findDockerfiles(folder, place.program));
  const folders = eachRootOnce(found.flatMap((each) => each.folders));
  if (repository !== undefined && folders.length > 1) {
    throw new CannotRun(
      `--repository: there are ${folders.length} repositories below, and one name: ${folders.map(({ root }) => root).join(", ")}`,
    );
  }
  const repositories = await Promise.all(
    folders.map(async (folder) => {
      const origin = folder.isGit ? await originOf(folder.root, host) : undefined;
      return propose(folder, origin, { program: place.program, named: repository });
    }),
  );
  return { repositories, isCut: found.some(({ isCut }) => isCut) };
}

/** Several folders that were named may lie in one repository, or in each other. */
function eachRootOnce(found: readonly FoundFolder[]): readonly FoundFolder[] {
  const roots = new Map<string, FoundFolder>();
  for (const folder of found) {
    const known = roots.get(folder.root)?.dockerfiles ?? [];
    const others = folder.dockerfiles.filter(
      ({ dockerfile }) => !known.some((each) => each.dockerfile === dockerfile),
    );
    roots.set(folder.root, { ...folder, dockerfiles: [...known, ...others] });
  }
  return [...roots.values()];
}
