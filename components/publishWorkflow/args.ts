import type { Proposal } from "../../core/workflows/proposal";
import type { PlannedImage, CleanupPlan } from "../../core/workflows";
import type { WorkflowTransforms } from "./proposal";

export interface PublishWorkflowArgs {
  /** The user or organization that owns repository and packages, written as GitHub writes it. */
  readonly owner: string;
  /** The repository's name. */
  readonly repository: string;
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /**
   * What the workflow builds and pushes. Paths go from the repository's root.
   * @example
   * [{ name: "v7/web", context: "web", tags: ["{{tag}}", "latest"], platforms: ["linux/amd64"] }]
   */
  readonly images: readonly PlannedImage[];
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * How it logs in: `token` takes the secret where it is there, and GITHUB_TOKEN else;
   * `workflow-token` takes GITHUB_TOKEN always.
   * @default "token"
   */
  readonly authentication?: "token" | "workflow-token";
  /**
   * The branch that the workflow is committed to, and whose pushes it publishes. It must be there.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * Whether it attests what it pushed. For a repository that is not public GitHub takes that on the
   * plan Enterprise Cloud only.
   * @default false
   */
  readonly attest?: boolean;
  /**
   * Deletes old versions of the images by the clock; what an index is made of stays with it.
   * @default all versions stay
   */
  readonly cleanup?: CleanupPlan;
  /**
   * The workflow's file.
   * @default ".github/workflows/publish.yml"
   */
  readonly path?: string;
  /**
   * Whether a file that is there already, and that the stack did not write, is written over. For a
   * pull request it does not count: it shows what of it would go.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /**
   * Whether it comes to its branch by a pull request, and is not committed to it. Another workflow
   * opens another pull request, and closes the one before. Removed, it closes the pull request, and
   * leaves what was merged.
   * @default false
   */
  readonly pullRequest?: boolean;
  /**
   * Changes the resources inside: arguments to lay over their own, or a function.
   * @default nothing is changed
   */
  readonly transform?: WorkflowTransforms;
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: PublishWorkflowHints;
}

/** What a preflight knows of a workflow. */
export interface PublishWorkflowHints {
  /**
   * How far the pull request is. Without it the branch is made anew after a refresh saw that a merge
   * deleted it.
   * @default the branch, the file on it and the pull request are made
   */
  readonly proposal?: Proposal;
}
