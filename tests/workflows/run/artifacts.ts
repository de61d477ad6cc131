import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What jobs of a run leave for others: a folder of files each, kept over the run's attempts. */
export class Artifacts {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  get names(): readonly string[] {
    return readdirSync(this.folder).sort();
  }

  /** A path is a file, or a folder's files: `…/*`. Their folder is where the artifact begins. */
  upload(name: string, path: string, overwrite: boolean): void {
    refuse(name, "artifact");
    const files = filesOf(path);
    if (files.length === 0) throw new Error(`No files were found with the provided path: ${path}`);
    const place = join(this.folder, name);
    if (existsSync(place)) {
      if (!overwrite) throw new Error(`an artifact ${name} is there already`);
      rmSync(place, { recursive: true });
    }
    mkdirSync(place);
    for (const file of files) {
      refuse(basename(file), "file");
      cpSync(file, join(place, basename(file)));
    }
  }

  download(name: string, path: string): void {
    if (!this.names.includes(name)) throw new Error(`Artifact not found for name: ${name}`);
    cpSync(join(this.folder, name), path, { recursive: true });
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
