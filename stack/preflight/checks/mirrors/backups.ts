import { backupTag } from "../../../../core/tags/backupTag";
import { printReference, type Reference } from "../../../../core/oci/reference";
import type { MirrorHints } from "../../../../components/mirror/args";
import type { PriorState } from "../../../state";
import type { MirrorObservation } from "../../observations";
import { isSamePackage } from "./collect";

/**
 * A mirror's backups: the existing ones, which the stack keeps declaring, and one for each tag that
 * this update overwrites. Tags of other backups are not reused.
 */
export function backupsOf(
  package_: Reference,
  rule: string | undefined,
  { copies }: Pick<MirrorObservation, "copies">,
  prior: PriorState | undefined,
  date: string,
): NonNullable<MirrorHints["backups"]> {
  if (rule === undefined) return [];
  const digests = new Map<string, string>();
  const copied = prior?.mirrorCopies.get(printReference(package_)) ?? [];
  for (const [tag, [source, ...others]] of copied) {
    if (source?.digest === undefined || others.length > 0) continue;
    const isBackup = source.tag === undefined && isSamePackage(package_, source);
    if (isBackup && !copies.some((copy) => copy.tag === tag)) digests.set(tag, source.digest);
  }
  for (const { tag, overwrites: digest } of copies) {
    if (digest === undefined || [...digests.values()].includes(digest)) continue;
    const first = backupTag(rule, { tag, date, digest });
    let free = first;
    for (let count = 2; digests.has(free); count += 1) free = `${first}-${count}`;
    digests.set(free, digest);
  }
  return [...digests].map(([tag, digest]) => ({ tag, digest }));
}
