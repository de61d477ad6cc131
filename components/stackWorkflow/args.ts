import type * as github from "@pulumi/github";
import type { StackPlan } from "../../core/workflows";
import type { Transform } from "../internal/transform";

export interface StackWorkflowArgs {
  /** The user or organisation that owns the repository, written as GitHub writes it. */
  readonly owner: string;
  /** The repository that the program lies in. */
  readonly repository: string;
  /**
   * The repository's Actions secrets that Pulumi runs with, each as a variable of its own name.
   * @example
   * ["PULUMI_ACCESS_TOKEN"]
   */
  readonly secrets: readonly string[];
  /**
   * The stack as Pulumi is told it: `prod`, or `acme/prod`.
   * @default the stack that is updated
   */
  readonly stack?: string;
  /**
   * Where the state lies, as `pulumi login` takes it.
   * @default Pulumi Cloud, or what a secret PULUMI_BACKEND_URL says
   */
  readonly backend?: string;
  /**
   * The branch whose pushes update the stack, and to which pull requests are previewed. It must be
   * there.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * The program's folder, from the repository's root.
   * @default "."
   */
  readonly folder?: string;
  /**
   * When it looks for drift, in the form of cron and by UTC.
   * @default never
   */
  readonly driftSchedule?: string;
  /**
   * What builds images, where an update builds any, and for which platforms GitHub's machine has to
   * imitate others.
   * @default none: an update builds no image
   */
  readonly builder?: StackPlan["builder"];
  /**
   * The workflow's file.
   * @default ".github/workflows/stack.yml"
   */
  readonly path?: string;
  /**
   * Whether a file that is there already, and that the stack did not write, is written over.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /** Changes the file inside: arguments to lay over its own, or a function. */
  readonly transform?: { readonly file?: Transform<github.RepositoryFileArgs> };
}
