import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * The artifacts of a run: a folder of files each. Each attempt has its own, and later attempts see
 * all. If two have the same name, GitHub returns either (Systemorph/MeshWeaver#4303,
 * go-gitea/gitea#38857), and this throws.
 */
export class Artifacts {
  /** The run's current attempt. */
  attempt = 1;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  get names(): readonly string[] {
    const all = readdirSync(this.folder).flatMap((attempt) => this.namesOf(attempt));
    return all.sort();
  }

  /** The path is a file, or all files of a folder: `…/*`. The artifact is relative to that folder. */
  upload(name: string, path: string, overwrite: boolean): void {
    validateName(name, "artifact");
    const files = filesOf(path);
    if (files.length === 0) throw new Error(`No files were found with the provided path: ${path}`);
    const place = join(this.folder, String(this.attempt), name);
    if (existsSync(place)) {
      if (!overwrite) throw new Error(`an artifact ${name} exists already`);
      rmSync(place, { recursive: true });
    }
    mkdirSync(place, { recursive: true });
    for (const file of files) {
      validateName(basename(file), "file");
      cpSync(file, join(place, basename(file)));
    }
  }

  download(name: string, path: string): void {
    const attempts = readdirSync(this.folder);
    const [found, ...more] = attempts.filter((attempt) => this.namesOf(attempt).includes(name));
    if (found === undefined) throw new Error(`Artifact not found for name: ${name}`);
    if (more.length > 0) throw new AmbiguousArtifact(`two attempts uploaded an artifact ${name}`);
    cpSync(join(this.folder, found, name), path, { recursive: true });
  }

  private namesOf(attempt: string): readonly string[] {
    return readdirSync(join(this.folder, attempt));
  }

  /** All matching artifacts, in one folder. The action does not fail if there are none. */
  downloadMerged(pattern: string, path: string): void {
    const [start = "", end = "", ...more] = pattern.split("*");
    if (more.length > 0 || !pattern.includes("*") || /[?[\]{}!+@()]/.test(pattern)) {
      throw new Error(`unsupported pattern ${pattern}`);
    }
    mkdirSync(path, { recursive: true });
    for (const name of this.names) {
      const isLongEnough = name.length >= start.length + end.length;
      if (isLongEnough && name.startsWith(start) && name.endsWith(end)) this.download(name, path);
    }
  }
}

/** Fails the test, because on GitHub the action would not fail. */
export class AmbiguousArtifact extends Error {}

/** The files of a path, without hidden ones. */
function filesOf(path: string): readonly string[] {
  if (!path.includes("*")) return existsSync(path) && statSync(path).isFile() ? [path] : [];
  const folder = dirname(path);
  if (basename(path) !== "*" || folder.includes("*")) {
    throw new Error(`unsupported path ${path}`);
  }
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  return names.map((name) => join(folder, name));
}

/** Rejects characters that not every file system supports. */
function validateName(name: string, kind: string): void {
  if (/["<>|*?\r\n:\\/]/.test(name)) throw new Error(`${name} is not a valid ${kind} name`);
}
