import type { Proposal } from "../../core/workflows/proposal";
import type { PlannedImage, CleanupPlan } from "../../core/workflows";
import type { WorkflowTransforms } from "./proposal";

export interface PublishWorkflowArgs {
  /** The user or organization that owns the repository and packages, spelled as on GitHub. */
  readonly owner: string;
  /** The repository's name. */
  readonly repository: string;
  /**
   * The registry's host, with a port if it needs one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /**
   * The images to build and push. Paths are relative to the repository's root.
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
   * How it logs in: `token` uses the secret if it exists, and GITHUB_TOKEN otherwise;
   * `workflow-token` always uses GITHUB_TOKEN.
   * @default "token"
   */
  readonly authentication?: "token" | "workflow-token";
  /**
   * The branch that the workflow is committed to, and whose pushes it publishes. It must exist.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * Whether it attests the images that it pushes. For repositories that are not public, this
   * requires the GitHub Enterprise Cloud plan.
   * @default false
   */
  readonly attest?: boolean;
  /**
   * Deletes old versions of the images on a schedule. The manifests that an index refers to stay
   * with it.
   * @default all versions stay
   */
  readonly cleanup?: CleanupPlan;
  /**
   * The path of the workflow file.
   * @default ".github/workflows/publish.yml"
   */
  readonly path?: string;
  /**
   * Whether to overwrite an existing file that the stack did not create. It has no effect on a pull
   * request, which shows the difference.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /**
   * Whether to open a pull request instead of committing to the branch. A changed workflow opens
   * another pull request and closes the previous one. Deleting the component closes the pull
   * request, and keeps what was merged.
   * @default false
   */
  readonly pullRequest?: boolean;
  /**
   * Changes the resources inside: arguments that override the component's, or a function.
   * @default no changes
   */
  readonly transform?: WorkflowTransforms;
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: PublishWorkflowHints;
}

/** A preflight's results about a workflow. */
export interface PublishWorkflowHints {
  /**
   * The pull request's progress. Without it, the branch is created again after a refresh finds that
   * a merge deleted it.
   * @default the branch, its file and the pull request are created
   */
  readonly proposal?: Proposal;
}
