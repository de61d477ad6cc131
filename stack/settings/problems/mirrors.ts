import { backupProblem } from "../../../core/tags/backupTag";
import { isRecord } from "../../../core/http/json";
import { toAsciiLowerCase, splitReference } from "../../../core/oci/reference";
import { isTagRange } from "../../../core/tags/ranges";
import type { Path, Problem } from ".";
import { formatValue } from "./format";

/** Where the stack publishes to. */
interface Destination {
  readonly registry: string;
  readonly owner: string;
}

interface Entry {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Problems of a mirror's settings in combination. */
export function mirrorProblems({ name, path, value }: Entry, destination: Destination): Problem[] {
  if (!isRecord(value)) return [];
  const { from, tags, backup } = value;
  const source = typeof from === "string" ? splitReference(from) : undefined;
  if (source === undefined) return [];
  const problems = modeProblems(value, path);
  const report = (setting: string | number, message: string, ...indexes: number[]): void => {
    problems.push({ path: [...path, setting, ...indexes], message });
  };
  if (
    source.registry === destination.registry &&
    source.name === toAsciiLowerCase(`${destination.owner}/${name}`)
  ) {
    report("from", "refers to the mirror itself; set it to the image to copy");
    return problems;
  }
  const isOneImage = source.tag !== undefined || source.digest !== undefined;
  const tagList: readonly unknown[] = Array.isArray(tags) ? tags : [];
  if (tags === undefined && source.tag === undefined) {
    if (isOneImage) report("tags", "is required, because 'from' has no tag; list the tags to push");
    else
      report(
        "from",
        `has no tag, and 'tags' is not set; write, for example, ${exampleTag(source)}`,
      );
  }
  tagList.forEach((tag, index) => {
    if (!isOneImage || typeof tag !== "string" || !isTagRange(tag)) return;
    const sourceVersion =
      source.digest === undefined ? `the tag '${source.tag ?? ""}'` : "a digest";
    const message = `${formatValue(tag)} is a range, but 'from' already has ${sourceVersion}; remove that from 'from'`;
    report("tags", message, index);
  });
  if (typeof backup === "string") {
    const hasOneTag = tagList.length < 2 && !tagList.some((tag) => isTagRange(String(tag)));
    const problem = backupProblem(backup, hasOneTag);
    if (problem !== undefined) report("backup", `${formatValue(backup)} ${problem}`);
  }
  return problems;
}

function exampleTag({
  registry,
  name,
}: {
  readonly registry: string;
  readonly name: string;
}): string {
  return `${registry}/${name}:latest`;
}

/** What a mode requires, and what it does not support. */
function modeProblems(
  { mode, repository, ...others }: Readonly<Record<string, unknown>>,
  path: Path,
): Problem[] {
  const problems: Problem[] = [];
  const report = (setting: string, message: string): void => {
    problems.push({ path: [...path, setting], message });
  };
  if (mode === "linked" && repository === undefined) {
    report(
      "mode",
      "'linked' requires a repository to link the package to; add, for example, repository: my-app",
    );
  }
  if (mode !== "linked" && repository !== undefined) {
    report("repository", "has no effect without 'mode: linked'; add that, or remove this setting");
  }
  if (mode !== "daemon") return problems;
  for (const setting of ["platforms", "login", "backup"]) {
    if (others[setting] === undefined) continue;
    report(
      setting,
      "is not supported with 'mode: daemon', which pushes what the daemon has; remove it",
    );
  }
  const tags: readonly unknown[] = Array.isArray(others.tags) ? others.tags : [];
  if (tags.some((tag) => typeof tag === "string" && isTagRange(tag))) {
    report(
      "tags",
      "contains a range, but 'mode: daemon' does not list a registry's tags; list each tag",
    );
  }
  return problems;
}
