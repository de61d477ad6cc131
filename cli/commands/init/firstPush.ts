import { join, relative, resolve } from "node:path";
import { repositoryOfRemote } from "../../../core/github/remoteAddress";
import { isRecord } from "../../../core/http/json";
import { toAsciiLowerCase } from "../../../core/oci/reference";
import { run } from "../../../core/process/child";
import type { NextCommand } from "../../ui/next";
import type { Plan, PlannedRepository } from "./settings/settingsFile";

/** A local folder whose commits a new, empty repository on GitHub waits for. */
export interface FirstPush {
  /** The folder, relative to the program's. */
  readonly root: string;
  /** Whether a workflow builds its images, which the first update after the push commits. */
  readonly isBuiltByWorkflow: boolean;
  readonly commands: readonly NextCommand[];
}

/** What Git knows about the folder. */
export interface LocalFolder {
  readonly isGit: boolean;
  readonly hasCommits: boolean;
  /** Whether the branch to push exists, or is what the first commit creates. */
  readonly hasBranch: boolean;
  /** The Dockerfiles that no commit contains, relative to the folder. */
  readonly uncommitted: readonly string[];
  /** The name of its remote, or a free name. */
  readonly remote: string;
  readonly hasRemote: boolean;
  readonly isPushed: boolean;
}

export interface FirstPushContext {
  /** The program's folder. */
  readonly program: string;
  readonly apiHost: string;
  /** The stack's settings as written. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Finds the folders of repositories that were created empty and that nobody has pushed to. */
export async function findFirstPushes(
  { owner, repositories }: Plan,
  { program, apiHost, config }: FirstPushContext,
): Promise<readonly FirstPush[]> {
  const found = await Promise.all(
    repositories.map(async (repository): Promise<readonly FirstPush[]> => {
      const settings = settingsOf(config, repository.name);
      if (settings.create !== "empty") return [];
      const { root, name } = repository;
      const branch = branchOf(settings.workflow);
      const folder = resolve(program, root);
      const local = await readFolder(folder, { owner, name, apiHost, branch }, () =>
        dockerfilesOf(repository).map((each) => relative(folder, resolve(program, each))),
      );
      if (local.isPushed) return [];
      const isBuiltByWorkflow = settings.workflow !== undefined && settings.workflow !== false;
      const address = `https://github.com/${owner}/${name}.git`;
      return [
        { root, isBuiltByWorkflow, commands: firstPushCommands(local, { root, address, branch }) },
      ];
    }),
  );
  return found.flat();
}

/** The commands that push the folder's commits, and make them if there are none. */
export function firstPushCommands(
  { isGit, hasCommits, hasBranch, uncommitted, remote, hasRemote }: LocalFolder,
  { root, address, branch }: Record<"root" | "address" | "branch", string>,
): readonly NextCommand[] {
  const git = (...args: readonly string[]): NextCommand => {
    return { command: ["git", "-C", root, ...args].map(quoteWord).join(" ") };
  };
  const commit = (files: readonly string[], message: string, description: string) => [
    git("add", ...files),
    { ...git("commit", "-m", message), description },
  ];
  return [
    ...(isGit ? [] : [git("init", "--initial-branch", branch)]),
    ...(hasCommits
      ? uncommitted.length === 0
        ? []
        : commit(uncommitted, "Add a Dockerfile", "the workflow builds only what is committed")
      : commit(["--all"], "First commit", "commits all files but those in .gitignore")),
    ...(hasBranch ? [] : [git("branch", "-m", branch)]),
    ...(hasRemote ? [] : [git("remote", "add", remote, address)]),
    {
      ...git("push", "-u", remote, branch),
      description: "pushes your commits to the new, empty repository",
    },
  ];
}

/** After the first push, for images that a workflow builds. */
export function workflowCommands(
  stack: string,
  pushes: readonly FirstPush[],
): readonly NextCommand[] {
  const roots = pushes.filter((each) => each.isBuiltByWorkflow).map(({ root }) => root);
  if (roots.length === 0) return [];
  const description = "commits the workflow, whose first run builds the images";
  return [
    { command: `npx pulumi up --stack ${stack}`, description },
    ...roots.map((root) => ({
      command: `git -C ${quoteWord(root)} pull`,
      description: "brings the workflow into your folder",
    })),
  ];
}

interface Target {
  readonly owner: string;
  readonly name: string;
  readonly apiHost: string;
  readonly branch: string;
}

async function readFolder(
  folder: string,
  { owner, name, apiHost, branch }: Target,
  dockerfiles: () => readonly string[],
): Promise<LocalFolder> {
  const git = (...args: readonly string[]) => run("git", ["-C", folder, ...args]);
  const exists = async (ref: string): Promise<boolean> =>
    (await git("rev-parse", "--verify", "--quiet", ref)).code === 0;
  const inside = await git("rev-parse", "--git-dir");
  if (inside.code !== 0) {
    return {
      ...{ isGit: false, hasCommits: false, hasBranch: true, uncommitted: [] },
      ...{ remote: "origin", hasRemote: false, isPushed: false },
    };
  }
  const hasCommits = await exists("HEAD^{commit}");
  const current = (await git("symbolic-ref", "--short", "HEAD")).stdout.trim();
  const remotes = await readRemotes(folder);
  const desired = toAsciiLowerCase(`${owner}/${name}`);
  const known = [...remotes].find(([, address]) => {
    const found = repositoryOfRemote(address, apiHost);
    return found !== undefined && toAsciiLowerCase(`${found.owner}/${found.name}`) === desired;
  });
  const remote = known?.[0] ?? (remotes.has("origin") ? "github" : "origin");
  const names = dockerfiles();
  const listed = hasCommits
    ? await git("ls-tree", "-z", "--name-only", "HEAD", "--", ...names)
    : undefined;
  const committed = listed?.stdout.split("\0") ?? [];
  return {
    isGit: true,
    hasCommits,
    hasBranch: hasCommits ? await exists(`refs/heads/${branch}`) : current === branch,
    uncommitted: names.filter((each) => !committed.includes(each)),
    remote,
    hasRemote: known !== undefined,
    isPushed: await exists(`refs/remotes/${remote}/${branch}`),
  };
}

/** The address of each remote. */
async function readRemotes(folder: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run("git", [
    "-C",
    folder,
    "config",
    "--get-regexp",
    "^remote\\..*\\.url$",
  ]);
  return new Map(
    stdout.split("\n").flatMap((line) => {
      const [, name, address] = /^remote\.(.+)\.url (.+)$/.exec(line) ?? [];
      return name === undefined || address === undefined ? [] : [[name, address] as const];
    }),
  );
}

function dockerfilesOf({ images }: PlannedRepository): readonly string[] {
  return images.map(({ context, dockerfile }) => dockerfile ?? join(context, "Dockerfile"));
}

/** A repository's settings; GitHub ignores case in names. */
function settingsOf(
  config: FirstPushContext["config"],
  name: string,
): Readonly<Record<string, unknown>> {
  const { "ghcr:repositories": repositories, "ghcr:defaults": defaults } = config;
  const all = Object.entries(isRecord(repositories) ? repositories : {});
  const own = all.find(([key]) => toAsciiLowerCase(key) === toAsciiLowerCase(name))?.[1];
  return { ...(isRecord(defaults) ? defaults : {}), ...(isRecord(own) ? own : {}) };
}

function branchOf(workflow: unknown): string {
  return isRecord(workflow) && typeof workflow.branch === "string" ? workflow.branch : "main";
}

/** A word for the shell, in quotes if it needs them. */
function quoteWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
