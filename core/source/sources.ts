import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ContextDigests } from "./contextDigest";
import { contextFiles, ignoreText, isFolder, type ContextFiles } from "./contextFiles";
import { sizeOf, type ContextSize } from "./contextSize";
import { DockerIgnore } from "./dockerignore";
import { readSource, runGit, type AskGit, type SourceFacts, type SourcePaths } from "./git";
import { atMost } from "./limit";

/** What was found out about a source. */
export interface SourceLook {
  readonly facts: SourceFacts;
  /** Nothing where the context is no folder. */
  readonly size?: ContextSize;
  /**
   * Names all that a build would read of this machine's disk. Nothing where not all of it could be
   * read.
   */
  readonly digest?: string;
}

/**
 * Looks at the sources of a stack's images. What several of them share, a folder or a question to
 * git, is looked at once; so it is made anew for each look at the stack.
 */
export class Sources {
  private readonly walks = new Map<string, Promise<ContextFiles>>();
  private readonly answers = new Map<string, Promise<string>>();
  private readonly digests = new ContextDigests();
  private readonly limited = atMost(4);

  constructor(private readonly ask: AskGit = runGit) {}

  /** What git tells, how large the context is, and what names it all. */
  async look(paths: SourcePaths): Promise<SourceLook> {
    const [facts, size, digest] = await Promise.all([
      this.facts(paths),
      this.size(paths),
      this.digest(paths),
    ]);
    return { facts, ...(size && { size }), ...(digest !== undefined && { digest }) };
  }

  /** What git tells. */
  facts(paths: SourcePaths): Promise<SourceFacts> {
    return readSource(paths, process.env, (root, args, variables) => {
      const key = JSON.stringify([root, args]);
      const known = this.answers.get(key);
      if (known !== undefined) return known;
      const answer = this.limited(() => this.ask(root, args, variables));
      this.answers.set(key, answer);
      return answer;
    });
  }

  /** How large a context is, without what its `.dockerignore` leaves out. */
  async size(
    { context, dockerfile = dockerfileIn(context) }: SourcePaths,
    most?: number,
  ): Promise<ContextSize | undefined> {
    if (!isFolder(context)) return undefined;
    return sizeOf(context, await this.files(context, ignoreText(context, dockerfile), most));
  }

  private async digest(paths: SourcePaths): Promise<string | undefined> {
    const { context, dockerfile = dockerfileIn(context), contexts = {} } = paths;
    const ignored = ignoreText(context, dockerfile);
    // The context's ignore file counts for the named ones, too.
    const folders = [["", context] as const, ...Object.entries(contexts).sort()].filter(
      ([, folder]) => isFolder(folder),
    );
    const named = await Promise.all(
      folders.map(async ([name, folder]) => {
        const digest = await this.digests.of(folder, await this.files(folder, ignored));
        return digest === undefined ? undefined : { name, digest };
      }),
    );
    if (named.includes(undefined)) return undefined;
    // It is read wherever it lies, and also where it is left out of the context.
    try {
      const isThere = statSync(dockerfile, { throwIfNoEntry: false })?.isFile() === true;
      const text = isThere ? await readFile(dockerfile) : "";
      return createHash("sha256").update(JSON.stringify(named)).update(text).digest("hex");
    } catch {
      return undefined;
    }
  }

  private files(folder: string, ignored: string, most?: number): Promise<ContextFiles> {
    const key = JSON.stringify([folder, ignored, most]);
    const known = this.walks.get(key);
    if (known !== undefined) return known;
    const walk = contextFiles(folder, new DockerIgnore(ignored), most);
    this.walks.set(key, walk);
    return walk;
  }
}

function dockerfileIn(context: string): string {
  return join(context, "Dockerfile");
}
