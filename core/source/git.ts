import { execFile } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";

/** What an image is built from, as its settings name it, relative to the program. */
export interface SourcePaths {
  readonly context: string;
  readonly dockerfile?: string | undefined;
  readonly contexts?: Readonly<Record<string, string>> | undefined;
}

/** What git tells of a source. */
export interface SourceFacts {
  /**
   * The last commit that touched the source, by its whole name; with `-dirty` behind it where files
   * of it differ from that commit, as buildx and `git describe` write it.
   */
  readonly commit?: string;
  /** None where a commit is checked out that no branch's name stands for. */
  readonly branch?: string;
  /** Why there is no commit. */
  readonly why?: string;
  /** Whether somebody should hear of it: there is a repository, and it does not tell. */
  readonly isRefused?: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Asks git in a folder; it throws where git refuses. */
export type AskGit = (
  root: string,
  args: readonly string[],
  variables: Variables,
) => Promise<string>;

/**
 * Asks git for the last commit that touched the context, the Dockerfile or a named context, so that
 * a commit that touches none of them is none of the image's business. Where git cannot tell, nothing
 * is guessed.
 */
export async function readSource(
  paths: SourcePaths,
  variables: Variables = process.env,
  ask: AskGit = runGit,
): Promise<SourceFacts> {
  const context = realFolder(paths.context);
  if (context === undefined) return { why: `${paths.context} is no folder on this machine` };
  const root = repositoryAbove(context);
  if (root === undefined) return { why: `${paths.context} lies in no git repository` };
  const git = (...args: string[]): Promise<string> => ask(root, args, variables);
  const watched = watchedPaths(root, context, paths);
  try {
    const status = await git(
      ...["status", "--porcelain=v2", "--branch", "--untracked-files=normal", "--", ...watched],
    );
    const branch = branchOf(status, root, variables);
    const found = branch === undefined ? {} : { branch };
    if (/^# branch\.oid \(initial\)$/m.test(status)) {
      return { ...found, why: `${root} has no commit yet` };
    }
    // Not `git log`, which does what somebody's configuration tells it to.
    const commit = (await git("rev-list", "-1", "HEAD", "--", ...watched)).trim();
    if (commit === "") return { ...found, why: `no commit holds ${paths.context}` };
    if (await isCutOff(commit, root, git)) {
      const why = `this clone of ${root} holds a part of the history, and ${paths.context} was last touched before it; clone it whole (fetch-depth: 0)`;
      return { ...found, why, isRefused: true };
    }
    return { ...found, commit: /^[^#]/m.test(status) ? `${commit}-dirty` : commit };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), isRefused: true };
  }
}

function realFolder(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    // It is on no disk: an address, or a slip that the build will name.
    return undefined;
  }
}

/** The folder of the repository that a folder lies in; `.git` is a file in a worktree. */
function repositoryAbove(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, ".git"))) return each;
    if (each === dirname(each)) return undefined;
  }
}

/** What of the source lies in the context's repository. Others have commits of their own. */
function watchedPaths(root: string, context: string, paths: SourcePaths): readonly string[] {
  const { dockerfile, contexts = {} } = paths;
  const named = Object.values(contexts).flatMap((each) => realFolder(each) ?? []);
  // Its folder is looked up: of a link it is the link that git keeps.
  const folder = dockerfile === undefined ? undefined : realFolder(dirname(resolve(dockerfile)));
  const file = folder === undefined ? [] : [join(folder, basename(dockerfile ?? ""))];
  const ignore = file.map((each) => `${each}.dockerignore`).filter((each) => existsSync(each));
  return [context, ...file, ...ignore, ...named].filter((each) => {
    const from = relative(root, each);
    return (
      !isAbsolute(from) &&
      from.split(/[\\/]/)[0] !== ".." &&
      repositoryAbove(dirname(join(each, "x"))) === root
    );
  });
}

/**
 * In a clone of limited depth the oldest commit seems to have made every file.
 * https://git-scm.com/docs/shallow
 */
async function isCutOff(
  commit: string,
  root: string,
  git: (...args: string[]) => Promise<string>,
): Promise<boolean> {
  const file = resolve(root, (await git("rev-parse", "--git-path", "shallow")).trim());
  if (!existsSync(file)) return false;
  return (await readFile(file, "utf8")).split("\n").includes(commit);
}

/** A workflow checks out a commit, not a branch, and names the branch in its variables. */
function branchOf(status: string, root: string, variables: Variables): string | undefined {
  const [, branch] = /^# branch\.head (.+)$/m.exec(status) ?? [];
  if (branch !== "(detached)") return branch;
  const { GITHUB_WORKSPACE, GITHUB_HEAD_REF, GITHUB_REF_NAME, GITHUB_REF_TYPE } = variables;
  if (GITHUB_WORKSPACE === undefined || realFolder(GITHUB_WORKSPACE) !== root) return undefined;
  if (GITHUB_HEAD_REF !== undefined && GITHUB_HEAD_REF !== "") return GITHUB_HEAD_REF;
  return GITHUB_REF_TYPE === "branch" ? GITHUB_REF_NAME : undefined;
}

/** What a hook or a terminal sets for another repository. */
const foreign = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE|PREFIX)$/;

export function runGit(
  root: string,
  args: readonly string[],
  variables: Variables,
): Promise<string> {
  const own = Object.entries(variables).filter(([name]) => !foreign.test(name));
  const env = {
    ...Object.fromEntries(own),
    // Names with `*` or `:` are names; another git may be at work; messages are quoted in English.
    ...{ GIT_LITERAL_PATHSPECS: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
    LC_ALL: "C",
  };
  const options = { cwd: root, env, timeout: 60_000, maxBuffer: 64_000_000 };
  return new Promise((done, fail) => {
    execFile("git", ["-c", "core.fsmonitor=false", ...args], options, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(whyFailed(error, root, stderr)));
    });
  });
}

function whyFailed(
  error: Error & { code?: unknown; killed?: boolean },
  root: string,
  said: string,
): string {
  if (error.code === "ENOENT") return `${root} is a git repository, and git is not on this machine`;
  if (error.killed === true) return `git did not answer for ${root} within a minute`;
  const words = said.replaceAll(/\s+/g, " ").trim().slice(0, 500);
  return `git does not tell of ${root}: ${words === "" ? error.message : words}`;
}
