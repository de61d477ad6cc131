import { join } from "node:path";
import { getOrCreate } from "../getOrCreate";
import { listContextFiles, readIgnoreFile, isFolder, type ContextFiles } from "./contextFiles";
import { measureContext, type ContextSize } from "./contextSize";
import { DockerIgnore } from "./dockerignore";
import {
  isOnRemoteBranch,
  readSource,
  runGit,
  type GitRunner,
  type SourceFacts,
  type SourcePaths,
} from "./git";
import { limitConcurrency } from "./limit";
import { findMissingPaths, type MissingPath } from "./missing";

/** What was observed about a source. */
export interface ObservedSource {
  readonly facts: SourceFacts;
  /** Undefined if the context is not a folder. */
  readonly size?: ContextSize;
  /** What the build needs and what does not exist. */
  readonly missing?: readonly MissingPath[];
}

/**
 * Observes the sources of a stack's images. Folders and git commands that several images share are
 * read once, so create a new instance for each run.
 */
export class Sources {
  private readonly walks = new Map<string, Promise<ContextFiles>>();
  private readonly gitOutputs = new Map<string, Promise<string>>();
  private readonly limitGit = limitConcurrency(4);

  constructor(private readonly runner: GitRunner = runGit) {}

  /** The facts from git, the size of the context, and what is missing. */
  async observe(paths: SourcePaths): Promise<ObservedSource> {
    const [facts, size] = await Promise.all([this.readFacts(paths), this.measureSize(paths)]);
    return { facts, ...(size && { size }), missing: findMissingPaths(paths) };
  }

  /** The facts from git. */
  readFacts(paths: SourcePaths): Promise<SourceFacts> {
    return readSource(paths, process.env, this.runOnce);
  }

  /** Whether a remote branch contains a commit of the source. */
  isOnRemoteBranch(paths: SourcePaths, commit: string): Promise<boolean> {
    return isOnRemoteBranch(paths, commit, process.env, this.runOnce);
  }

  private readonly runOnce: GitRunner = (root, args, variables) =>
    getOrCreate(this.gitOutputs, JSON.stringify([root, args]), () =>
      this.limitGit(() => this.runner(root, args, variables)),
    );

  /** The size of a context without what its `.dockerignore` excludes. */
  async measureSize({
    context,
    dockerfile = join(context, "Dockerfile"),
  }: SourcePaths): Promise<ContextSize | undefined> {
    if (!isFolder(context)) return undefined;
    const ignoreFile = readIgnoreFile(context, dockerfile);
    const files = getOrCreate(this.walks, JSON.stringify([context, ignoreFile]), () =>
      listContextFiles(context, new DockerIgnore(ignoreFile)),
    );
    return measureContext(context, await files);
  }
}
