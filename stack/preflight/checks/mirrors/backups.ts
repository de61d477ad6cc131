import { backupTag } from "../../../../core/tags/backupTag";
import { printReference } from "../../../../core/oci/reference";
import type { PriorState } from "../../../state";
import type { MirrorObservation } from "../../observations";
import type { Reference } from "../../../../core/oci/reference";

/** A tag under which something is kept that an update wrote over, or is about to. */
export interface Backup {
  readonly tag: string;
  readonly digest: string;
}

/**
 * The backups of a mirror: those that are there, which the stack goes on to declare, and one for each
 * tag that this update writes over. A tag that keeps something else already is not taken.
 */
export function backupsOf(
  package_: Reference,
  rule: string | undefined,
  { copies }: Pick<MirrorObservation, "copies">,
  prior: PriorState | undefined,
  date: string,
): readonly Backup[] {
  if (rule === undefined) return [];
  const own = `${printReference(package_)}@`;
  const copied = prior?.mirrorCopies.get(printReference(package_)) ?? new Map<string, string[]>();
  const kept = new Map<string, string>();
  for (const [tag, sources] of copied) {
    const [source = "", ...others] = sources;
    const isBackup = source.startsWith(own) && others.length === 0;
    if (isBackup && !copies.some((copy) => copy.tag === tag))
      kept.set(tag, source.slice(own.length));
  }
  for (const { tag, writesOver: digest } of copies) {
    if (digest === undefined || [...kept.values()].includes(digest)) continue;
    const first = backupTag(rule, { tag, date, digest });
    let free = first;
    for (let count = 2; kept.has(free); count += 1) free = `${first}-${count}`;
    kept.set(free, digest);
  }
  return [...kept].map(([tag, digest]) => ({ tag, digest }));
}
