import { execFile } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";

/** The paths that an image is built from, as in its settings, relative to the program. */
export interface SourcePaths {
  readonly context: string;
  readonly dockerfile?: string | undefined;
  readonly contexts?: Readonly<Record<string, string>> | undefined;
}

/** What git reports about a source. */
export interface SourceFacts {
  /**
   * The full hash of the last commit that touched the source, with the suffix `-dirty` if its files
   * differ from that commit, as buildx and `git describe` write it.
   */
  readonly commit?: string;
  /** Undefined when HEAD is detached and no workflow variable names the branch. */
  readonly branch?: string;
  /** Why the commit is unknown. */
  readonly reason?: string;
  /** Whether the missing commit deserves a warning: there is a repository, but git cannot read it. */
  readonly shouldWarn?: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Runs git in a folder, and throws if git fails. */
export type GitRunner = (
  root: string,
  args: readonly string[],
  variables: Variables,
) => Promise<string>;

/**
 * Asks git for the last commit that touched the context, the Dockerfile or a named context, so that
 * other commits do not change the image. If git cannot answer, nothing is guessed.
 */
export async function readSource(
  paths: SourcePaths,
  variables: Variables = process.env,
  runner: GitRunner = runGit,
): Promise<SourceFacts> {
  const context = resolveFolder(paths.context);
  if (context === undefined) return { reason: `${paths.context} is not a folder on this machine` };
  const root = findRepositoryRoot(context);
  if (root === undefined) return { reason: `${paths.context} is not in a git repository` };
  const git = (...args: string[]): Promise<string> => runner(root, args, variables);
  const watchedPaths = listWatchedPaths(root, context, paths);
  try {
    const status = await git(
      ...[
        "status",
        "--porcelain=v2",
        "--branch",
        "--untracked-files=normal",
        "--",
        ...watchedPaths,
      ],
    );
    const branch = branchOf(status, root, variables);
    const partialFacts = branch === undefined ? {} : { branch };
    if (/^# branch\.oid \(initial\)$/m.test(status)) {
      return { ...partialFacts, reason: `${root} has no commits yet` };
    }
    // Not `git log`, whose output depends on the user's configuration.
    const commit = (await git("rev-list", "-1", "HEAD", "--", ...watchedPaths)).trim();
    if (commit === "") return { ...partialFacts, reason: `no commit contains ${paths.context}` };
    if (await isShallowBoundary(commit, root, git)) {
      const reason = `${root} is a shallow clone, and the last commit that changed ${paths.context} is not in it; fetch the full history (fetch-depth: 0)`;
      return { ...partialFacts, reason, shouldWarn: true };
    }
    return { ...partialFacts, commit: /^[^#]/m.test(status) ? `${commit}-dirty` : commit };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error), shouldWarn: true };
  }
}

/** Whether a remote branch, as of the last fetch or push, contains a commit of the source. */
export async function isOnRemoteBranch(
  { context }: SourcePaths,
  commit: string,
  variables: Variables = process.env,
  runner: GitRunner = runGit,
): Promise<boolean> {
  const folder = resolveFolder(context);
  const root = folder === undefined ? undefined : findRepositoryRoot(folder);
  if (root === undefined) return false;
  // Not `git branch`, whose output depends on the user's configuration.
  const args = ["for-each-ref", "--count=1", `--contains=${commit}`, "refs/remotes"];
  return (await runner(root, args, variables)).trim() !== "";
}

function resolveFolder(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    // Not a local path: an address, or a mistake that the build will report.
    return undefined;
  }
}

/** The root of the repository that contains a folder; in a worktree, `.git` is a file. */
export function findRepositoryRoot(folder: string): string | undefined {
  for (let each = resolve(folder); ; each = dirname(each)) {
    if (existsSync(join(each, ".git"))) return each;
    if (each === dirname(each)) return undefined;
  }
}

/** The source's paths in the context's repository. Those in other repositories have other commits. */
function listWatchedPaths(root: string, context: string, paths: SourcePaths): readonly string[] {
  const { dockerfile, contexts = {} } = paths;
  const named = Object.values(contexts).flatMap((each) => resolveFolder(each) ?? []);
  // Only its folder is resolved, because git tracks a link itself and not its target.
  const folder = dockerfile === undefined ? undefined : resolveFolder(dirname(resolve(dockerfile)));
  const file = folder === undefined ? [] : [join(folder, basename(dockerfile ?? ""))];
  const ignore = file.map((each) => `${each}.dockerignore`).filter((each) => existsSync(each));
  return [context, ...file, ...ignore, ...named].filter((each) => {
    const from = relative(root, each);
    return (
      !isAbsolute(from) &&
      from.split(/[\\/]/)[0] !== ".." &&
      findRepositoryRoot(dirname(join(each, "x"))) === root
    );
  });
}

/**
 * In a shallow clone, the oldest commit appears to have created every file.
 * https://git-scm.com/docs/shallow
 */
async function isShallowBoundary(
  commit: string,
  root: string,
  git: (...args: string[]) => Promise<string>,
): Promise<boolean> {
  const file = resolve(root, (await git("rev-parse", "--git-path", "shallow")).trim());
  if (!existsSync(file)) return false;
  return (await readFile(file, "utf8")).split("\n").includes(commit);
}

/** A workflow checks out a commit instead of a branch, and its variables name the branch. */
function branchOf(status: string, root: string, variables: Variables): string | undefined {
  const [, branch] = /^# branch\.head (.+)$/m.exec(status) ?? [];
  if (branch !== "(detached)") return branch;
  const { GITHUB_WORKSPACE, GITHUB_HEAD_REF, GITHUB_REF_NAME, GITHUB_REF_TYPE } = variables;
  if (GITHUB_WORKSPACE === undefined || resolveFolder(GITHUB_WORKSPACE) !== root) return undefined;
  if (GITHUB_HEAD_REF !== undefined && GITHUB_HEAD_REF !== "") return GITHUB_HEAD_REF;
  return GITHUB_REF_TYPE === "branch" ? GITHUB_REF_NAME : undefined;
}

/** Variables that a hook or a terminal sets for another repository. */
const otherRepository =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE|PREFIX)$/;

export function runGit(
  root: string,
  args: readonly string[],
  variables: Variables,
): Promise<string> {
  const inherited = Object.entries(variables).filter(([name]) => !otherRepository.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    // `*` and `:` in a path are literal; another git may hold the locks; messages must be English.
    ...{ GIT_LITERAL_PATHSPECS: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
    LC_ALL: "C",
  };
  const options = { cwd: root, env, timeout: 60_000, maxBuffer: 64_000_000 };
  // Each `pulumi up` asks git, and loading execa takes longer than git's answer.
  return new Promise((done, fail) => {
    execFile("git", ["-c", "core.fsmonitor=false", ...args], options, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(describeFailure(error, root, stderr)));
    });
  });
}

function describeFailure(
  error: Error & { code?: unknown; killed?: boolean },
  root: string,
  stderr: string,
): string {
  if (error.code === "ENOENT") return `${root} is a git repository, but git is not installed`;
  if (error.killed === true) return `git did not answer for ${root} within a minute`;
  const message = stderr.replaceAll(/\s+/g, " ").trim().slice(0, 500);
  return `git failed in ${root}: ${message === "" ? error.message : message}`;
}
