import type { Environment } from "../../core/process/child";

/** A BuildKit that is ready to build and push, and the environment variables that select it. */
export interface Builder {
  /** For output: "Docker's builder 'ci'" or "BuildKit 0.31.1". */
  readonly description: string;
  readonly environment: Environment;
  stop(): Promise<void>;
}
