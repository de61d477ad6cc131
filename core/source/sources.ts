import { join } from "node:path";
import { once } from "../once";
import { contextFiles, ignoreText, isFolder, type ContextFiles } from "./contextFiles";
import { sizeOf, type ContextSize } from "./contextSize";
import { DockerIgnore } from "./dockerignore";
import { readSource, runGit, type AskGit, type SourceFacts, type SourcePaths } from "./git";
import { atMost } from "./limit";

/** What was observed of a source. */
export interface ObservedSource {
  readonly facts: SourceFacts;
  /** Nothing where the context is no folder. */
  readonly size?: ContextSize;
}

/**
 * Looks at the sources of a stack's images. What several of them share, a folder or a question to
 * git, is looked at once; so it is made anew for each look at the stack.
 */
export class Sources {
  private readonly walks = new Map<string, Promise<ContextFiles>>();
  private readonly answers = new Map<string, Promise<string>>();
  private readonly limited = atMost(4);

  constructor(private readonly ask: AskGit = runGit) {}

  /** What git knows, and how large the context is. */
  async observe(paths: SourcePaths): Promise<ObservedSource> {
    const [facts, size] = await Promise.all([this.facts(paths), this.size(paths)]);
    return { facts, ...(size && { size }) };
  }

  /** What git knows. */
  facts(paths: SourcePaths): Promise<SourceFacts> {
    return readSource(paths, process.env, (root, args, variables) =>
      once(this.answers, JSON.stringify([root, args]), () =>
        this.limited(() => this.ask(root, args, variables)),
      ),
    );
  }

  /** How large a context is, without what its `.dockerignore` leaves out. */
  async size(
    { context, dockerfile = dockerfileIn(context) }: SourcePaths,
    most?: number,
  ): Promise<ContextSize | undefined> {
    if (!isFolder(context)) return undefined;
    return sizeOf(context, await this.files(context, ignoreText(context, dockerfile), most));
  }

  private files(folder: string, ignored: string, most?: number): Promise<ContextFiles> {
    return once(this.walks, JSON.stringify([folder, ignored, most]), () =>
      contextFiles(folder, new DockerIgnore(ignored), most),
    );
  }
}

function dockerfileIn(context: string): string {
  return join(context, "Dockerfile");
}
