import { existsSync, readdirSync, readFileSync, realpathSync, type Dirent } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A Dockerfile, with absolute paths. */
export interface FoundDockerfile {
  readonly dockerfile: string;
  /** The folder that contains it. */
  readonly context: string;
  /** `web` of `web.Dockerfile` and of `Dockerfile.web`. */
  readonly variant?: string;
}

/**
 * The Dockerfiles of one repository: below a folder with `.git`, or else below the given folder.
 */
export interface FoundFolder {
  readonly root: string;
  readonly isGit: boolean;
  readonly dockerfiles: readonly FoundDockerfile[];
}

export interface DockerfileSearch {
  readonly folders: readonly FoundFolder[];
  /** Whether there were too many folders to search all of them. */
  readonly isCut: boolean;
}

/** Dependencies and build output. */
const skippedNames = ["node_modules", "vendor", "target", "dist", "venv", "site-packages"];

const maxFolders = 20_000;

/**
 * Finds the Dockerfiles below a folder. Links are not followed; hidden folders and the program's
 * own folder are skipped.
 */
export function findDockerfiles(start: string, program: string): DockerfileSearch {
  const programRoot = realpathSync(program);
  const top = realpathSync(start);
  const found = new Map<string, FoundDockerfile[]>();
  const waiting = [{ folder: top, root: findGitRoot(top) ?? top }];
  for (let visited = 0; waiting.length > 0 && visited < maxFolders; visited += 1) {
    const { folder, root: parentRoot } = waiting.shift() ?? { folder: top, root: top };
    const root = existsSync(join(folder, ".git")) ? folder : parentRoot;
    for (const entry of readEntries(folder)) {
      const path = join(folder, entry.name);
      const isSkipped =
        entry.name.startsWith(".") || skippedNames.includes(entry.name) || path === programRoot;
      if (entry.isDirectory() && !isSkipped) waiting.push({ folder: path, root });
      if (!entry.isFile()) continue;
      const parsed = parseDockerfileName(entry.name);
      if (parsed === undefined || !isDockerfile(path)) continue;
      found.set(root, [
        ...(found.get(root) ?? []),
        { ...parsed, dockerfile: path, context: folder },
      ]);
    }
  }
  const folders = [...found].map(([root, dockerfiles]) => ({
    root,
    isGit: existsSync(join(root, ".git")),
    dockerfiles,
  }));
  return { folders, isCut: waiting.length > 0 };
}

/** A folder as if it contained a Dockerfile: its repository on GitHub can have one. */
export function assumeDockerfile(folder: string): FoundFolder {
  const context = realpathSync(folder);
  const root = findGitRoot(context) ?? context;
  return {
    root,
    isGit: existsSync(join(root, ".git")),
    dockerfiles: [{ dockerfile: join(context, "Dockerfile"), context }],
  };
}

/** Sorted, so the order is the same everywhere; an unreadable folder counts as empty. */
function readEntries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}

function findGitRoot(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findGitRoot(parent);
}

/** Suffixes of files that are about a Dockerfile, such as `Dockerfile.md`. */
const otherSuffix =
  /^(?:dockerignore|md|txt|ya?ml|json|j2|jinja2?|erb|tmpl|tpl|template|in|example|sample|bak|orig|swp|old|~)$/i;

/**
 * The variant in a Dockerfile's name; undefined if the name is not one that docker or podman look
 * for.
 */
export function parseDockerfileName(name: string): { readonly variant?: string } | undefined {
  if (/^(?:Dockerfile|Containerfile)$/i.test(name)) return {};
  const [, suffix, prefix] =
    /^(?:Docker|Container)file[.-](.+)$|^(.+)\.(?:Docker|Container)file$/i.exec(name) ?? [];
  const variant = suffix ?? prefix;
  if (variant === undefined || variant.split(".").some((each) => otherSuffix.test(each))) {
    return undefined;
  }
  return { variant };
}

/** Every Dockerfile has a stage; a template for one often has no named stage. */
function isDockerfile(path: string): boolean {
  try {
    return /^[ \t]*FROM[ \t]+\S/im.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

/** A repository name from the folder's name. */
export function repositoryNameOf(root: string): string {
  const name = basename(root).replace(/[^A-Za-z0-9._-]+/g, "-");
  return name === "" || name === "-" ? "app" : name;
}
