import { tagProblem } from "../oci/names";

/** What a backup's tag is filled from. */
export interface BackupFacts {
  /** The tag whose content is kept. */
  readonly tag: string;
  /** The day of the update that moves it, `2026-11-25`. */
  readonly date: string;
  /** What is kept. */
  readonly digest: string;
}

const placeholder = /\{\{ ?(tag|date|digest) ?\}\}/g;

/** As many as git and docker show of a digest. */
const shortDigest = 12;

export function backupTag(rule: string, { tag, date, digest }: BackupFacts): string {
  const short = digest.replace("sha256:", "").slice(0, shortDigest);
  const values: Readonly<Record<string, string>> = { tag, date, digest: short };
  return rule.replace(placeholder, (_found, name: string) => values[name] ?? "");
}

/** What is wrong with a rule for backups, in words that follow it. */
export function backupProblem(rule: string, hasOneTag: boolean): string | undefined {
  const example = backupTag(rule, { tag: "1", date: "2026-11-25", digest: "0".repeat(64) });
  const problem = tagProblem(example);
  const fix = 'write, for example, "{{tag}}-{{date}}"';
  if (problem !== undefined)
    return `${problem}; the placeholders are {{tag}}, {{date}} and {{digest}}: ${fix}`;
  const names = [...rule.matchAll(placeholder)].map(([, name]) => name);
  if (!names.includes("date") && !names.includes("digest")) {
    return `is the same each time, so the next backup would replace it; ${fix}`;
  }
  if (hasOneTag || names.includes("tag")) return undefined;
  return `is the same for each tag; ${fix}`;
}
