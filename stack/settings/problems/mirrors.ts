import { backupProblem } from "../../../core/tags/backupTag";
import { isRecord } from "../../../core/http/json";
import { lowered, splitReference } from "../../../core/oci/reference";
import { isTagRange } from "../../../core/tags/ranges";
import type { Path, Problem } from ".";
import { shown } from "./shown";

/** What a mirror is compared with. */
interface Around {
  readonly registry: string;
  readonly owner: string;
}

interface Entry {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

/** What is wrong with a mirror's settings taken together. */
export function mirrorProblems({ name, path, value }: Entry, around: Around): Problem[] {
  if (!isRecord(value)) return [];
  const { from, tags, backup } = value;
  const source = typeof from === "string" ? splitReference(from) : undefined;
  if (source === undefined) return [];
  const problems = modeProblems(value, path);
  const tell = (setting: string | number, message: string, ...deeper: number[]): void => {
    problems.push({ path: [...path, setting, ...deeper], message });
  };
  if (source.registry === around.registry && source.name === lowered(`${around.owner}/${name}`)) {
    tell("from", "is the mirror itself; name the image to copy");
    return problems;
  }
  const isOne = source.tag !== undefined || source.digest !== undefined;
  const wanted: readonly unknown[] = Array.isArray(tags) ? tags : [];
  if (tags === undefined && source.tag === undefined) {
    if (isOne) tell("tags", "is not set, and 'from' has no tag to keep; write it");
    else
      tell("from", `names no tag, and 'tags' is not set; write for instance ${shownTag(source)}`);
  }
  wanted.forEach((tag, index) => {
    if (!isOne || typeof tag !== "string" || !isTagRange(tag)) return;
    const what = source.digest === undefined ? `the tag '${source.tag ?? ""}'` : "a digest";
    const message = `${shown(tag)} is a range, and 'from' names ${what} already; take that off`;
    tell("tags", message, index);
  });
  if (typeof backup === "string") {
    const hasOneTag = wanted.length < 2 && !wanted.some((tag) => isTagRange(String(tag)));
    const problem = backupProblem(backup, hasOneTag);
    if (problem !== undefined) tell("backup", `${shown(backup)} ${problem}`);
  }
  return problems;
}

function shownTag({
  registry,
  name,
}: {
  readonly registry: string;
  readonly name: string;
}): string {
  return `${registry}/${name}:latest`;
}

/** What a way of copying needs, and what has no place in it. */
function modeProblems(
  { mode, repository, ...others }: Readonly<Record<string, unknown>>,
  path: Path,
): Problem[] {
  const problems: Problem[] = [];
  const tell = (setting: string, message: string): void => {
    problems.push({ path: [...path, setting], message });
  };
  if (mode === "linked" && repository === undefined) {
    tell("mode", "'linked' links the package to a repository; name it: repository: my-app");
  }
  if (mode !== "linked" && repository !== undefined) {
    tell("repository", "links nothing without 'mode: linked'; add that, or take this out");
  }
  if (mode !== "daemon") return problems;
  for (const setting of ["platforms", "login", "backup"]) {
    if (others[setting] === undefined) continue;
    tell(setting, "has no place in 'mode: daemon', which pushes what the daemon has; take it out");
  }
  const tags: readonly unknown[] = Array.isArray(others.tags) ? others.tags : [];
  if (tags.some((tag) => typeof tag === "string" && isTagRange(tag))) {
    tell("tags", "holds a range, and 'mode: daemon' asks no registry for tags; name them");
  }
  return problems;
}
