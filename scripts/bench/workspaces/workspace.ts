/** A command that finds nothing to do. */
export interface Command {
  readonly label: string;
  readonly run: () => Promise<void>;
}

/** A program that declares repositories with a secret and workflow permissions, and its state. */
export interface Workspace {
  readonly label: string;
  readonly stateBytes: () => number;
  /** Changes what the program declares. */
  declare(repositories: readonly string[]): void;
  /** Removes the repositories from the sandbox, and the state. */
  reset(): Promise<void>;
  apply(): Promise<void>;
  /** Like `apply`, to prepare: without the waits that the program has otherwise. */
  applyFast(): Promise<void>;
  /** Gives the program another token for the secrets. */
  changeToken(): Promise<void>;
  /** The commands that find nothing to do, the usual one first. */
  readonly commands: readonly Command[];
}

/** Where the secret is. */
export type SecretScope = "repository" | "organization";
