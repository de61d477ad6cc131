import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * What jobs of a run leave for others: a folder of files each. Each attempt keeps its own, whatever
 * the others called theirs, and a later one finds them all. Of two with one name GitHub gives now the
 * one and now the other (Systemorph/MeshWeaver#4303, go-gitea/gitea#38857): here that is thrown.
 */
export class Artifacts {
  /** The run's present attempt. */
  attempt = 1;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  get names(): readonly string[] {
    const all = readdirSync(this.folder).flatMap((attempt) => this.namesOf(attempt));
    return all.sort();
  }

  /** A path is a file, or a folder's files: `…/*`. Their folder is where the artifact begins. */
  upload(name: string, path: string, overwrite: boolean): void {
    refuse(name, "artifact");
    const files = filesOf(path);
    if (files.length === 0) throw new Error(`No files were found with the provided path: ${path}`);
    const place = join(this.folder, String(this.attempt), name);
    if (existsSync(place)) {
      if (!overwrite) throw new Error(`an artifact ${name} is there already`);
      rmSync(place, { recursive: true });
    }
    mkdirSync(place, { recursive: true });
    for (const file of files) {
      refuse(basename(file), "file");
      cpSync(file, join(place, basename(file)));
    }
  }

  download(name: string, path: string): void {
    const attempts = readdirSync(this.folder);
    const [found, ...more] = attempts.filter((attempt) => this.namesOf(attempt).includes(name));
    if (found === undefined) throw new Error(`Artifact not found for name: ${name}`);
    if (more.length > 0) throw new AmbiguousArtifact(`two attempts left an artifact ${name}`);
    cpSync(join(this.folder, found, name), path, { recursive: true });
  }

  private namesOf(attempt: string): readonly string[] {
    return readdirSync(join(this.folder, attempt));
  }

  /** All that fit, in one folder. That none does is no failure of the action. */
  downloadMerged(pattern: string, path: string): void {
    const [start = "", end = "", ...more] = pattern.split("*");
    if (more.length > 0 || !pattern.includes("*") || /[?[\]{}!+@()]/.test(pattern)) {
      throw new Error(`nothing here stands for the pattern ${pattern}`);
    }
    mkdirSync(path, { recursive: true });
    for (const name of this.names) {
      const isLongEnough = name.length >= start.length + end.length;
      if (isLongEnough && name.startsWith(start) && name.endsWith(end)) this.download(name, path);
    }
  }
}

/** Ends the test, where a failure of the action would be one that GitHub does not have. */
export class AmbiguousArtifact extends Error {}

/** Hidden files are left out. */
function filesOf(path: string): readonly string[] {
  if (!path.includes("*")) return existsSync(path) && statSync(path).isFile() ? [path] : [];
  const folder = dirname(path);
  if (basename(path) !== "*" || folder.includes("*")) {
    throw new Error(`nothing here stands for the path ${path}`);
  }
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  return names.map((name) => join(folder, name));
}

/** The characters that not every file system has. */
function refuse(name: string, what: string): void {
  if (/["<>|*?\r\n:\\/]/.test(name)) throw new Error(`${name} is no ${what}'s name`);
}
