import { tagProblem } from "../oci/names";

/** The values for a backup's tag. */
export interface BackupFacts {
  /** The tag whose image is kept. */
  readonly tag: string;
  /** The day of the update that moves it, `2026-11-25`. */
  readonly date: string;
  /** The digest of the kept image. */
  readonly digest: string;
}

const placeholder = /\{\{ ?(tag|date|digest) ?\}\}/g;

/** The length that docker shows of a digest. */
const shortDigest = 12;

export function backupTag(rule: string, { tag, date, digest }: BackupFacts): string {
  const short = digest.replace("sha256:", "").slice(0, shortDigest);
  const values: Readonly<Record<string, string>> = { tag, date, digest: short };
  return rule.replace(placeholder, (_found, name: string) => values[name] ?? "");
}

/** The problem of a backup rule, as the rest of a sentence that begins with it. */
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
